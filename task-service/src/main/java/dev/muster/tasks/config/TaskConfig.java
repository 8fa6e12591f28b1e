package dev.muster.tasks.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Waits and limits of the queue. */
@ConfigMapping(prefix = "muster.task")
public interface TaskConfig {
  /** How long an agent may take to accept a dispatch. */
  @WithDefault("5s")
  Duration acceptWithin();

  /** How long a lost agent is waited for before its tasks go to others. */
  @WithDefault("15s")
  Duration reconnectGrace();

  /** Silence after which a gateway, and with it its agents, counts as lost. */
  @WithDefault("10s")
  Duration gatewayTimeout();

  /** How long a task avoids the agent that rejected it or didn't answer. */
  @WithDefault("30s")
  Duration avoidAgent();

  /** What that is doubled up to, while every agent turns the task down time after time. */
  @WithDefault("10m")
  Duration avoidAgentMost();

  /** What a canceled process gets between TERM and KILL. */
  @WithDefault("10s")
  Duration cancelGrace();

  /** What a cancel waits for the agent's word beyond {@link #cancelGrace}. */
  @WithDefault("10s")
  Duration cancelConfirm();

  /** What a run may take beyond its own timeout before the server ends it. */
  @WithDefault("30s")
  Duration timeoutMargin();

  /** Pause between two looks at what is due. */
  @WithDefault("500ms")
  Duration sweepInterval();

  /** Bytes of output kept per task, of all phases and attempts. */
  @WithDefault("268435456")
  long maxLogBytes();

  /** Bytes of output that may wait for a shared commit. */
  @WithDefault("33554432")
  int maxWaitingLogBytes();

  /** Submits that may wait for a shared commit. */
  @WithDefault("2000")
  int maxWaitingSubmits();

  /** Differing needs (agent, capabilities, type) that the tasks of a namespace may have. */
  @WithDefault("10000")
  int maxRoutesPerNamespace();

  /** Bulk submits that are read and stored at a time; each may hold 16 MiB. */
  @WithDefault("2")
  int bulkAtOnce();

  /** Pause between two looks for watches that have run out. */
  @WithDefault("5s")
  Duration watchSweep();

  /** How long a finished task is kept, with its events and output; a day or more. */
  @WithDefault("30d")
  Duration retention();
}
