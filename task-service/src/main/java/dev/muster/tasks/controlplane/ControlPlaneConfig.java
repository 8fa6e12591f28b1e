package dev.muster.tasks.controlplane;

import dev.muster.kit.secret.Secret;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Which control plane is asked for work, and in whose name it is done. */
@ConfigMapping(prefix = "muster.control-plane")
public interface ControlPlaneConfig {
  /** Its address; without one nobody is asked. */
  Optional<String> url();

  /** Sent as bearer token. Needed with an address. */
  Optional<Secret> token();

  /** Which part of its work is for this system. */
  @WithDefault("default")
  String scope();

  /** The account that its tasks belong to. Needed with an address. */
  Optional<UUID> owner();

  /** Where its tasks are. */
  @WithDefault("default")
  String namespace();

  /** Whether its tasks may go to private agents. */
  @WithDefault("false")
  boolean privateAgents();

  /** Between two looks for work. */
  @WithDefault("5s")
  Duration interval();

  /** Between two looks for what is to be told. */
  @WithDefault("1s")
  Duration reportInterval();

  /** How long an answer may take. */
  @WithDefault("10s")
  Duration requestTimeout();

  /** The longest pause while it is away. */
  @WithDefault("1m")
  Duration longestPause();

  /** After which silence another replica takes over. */
  @WithDefault("30s")
  Duration lease();

  /** Pieces of work per look. */
  @WithDefault("100")
  int most();

  /** Bytes of an answer. */
  @WithDefault("8388608")
  long longestAnswer();

  /** How long an ended piece of work is remembered, so that it isn't done a second time. */
  @WithDefault("30d")
  Duration remember();
}
