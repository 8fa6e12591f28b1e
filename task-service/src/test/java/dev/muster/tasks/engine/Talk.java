package dev.muster.tasks.engine;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.event.UpstreamEntry;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.signal.Hearing;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.TaskErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What agents and gateways say of attempts: by the holder or by somebody else, of the attempt under
 * way or of an earlier one, once or again. Only the holder's word changes something.
 */
final class Talk {
  private static final int LATEST = 4;

  /** One is a word that only the server may use: it changes no stage. */
  private static final List<String> STAGES = List.of("fetching", "canceling", "applying");

  private final World world;
  private final List<Said> said = new ArrayList<>();

  Talk(World world) {
    this.world = world;
  }

  /** Something that was said of an attempt, to be said again. */
  private record Said(UpstreamEntry entry, Runnable effect) {}

  void say(Step step) throws Exception {
    if (world.attempts.isEmpty()) {
      return;
    }
    World.Held held = one(step);
    UUID speaker = step.other() % 8 == 0 ? world.agents.get(step.one() % 3).id : held.agentId();
    say(
        step,
        new Said(
            Hearing.said(speaker, word(step, held.attempt())),
            effect(held, speaker, task -> apply(step, task))));
  }

  void notDelivered(Step step) throws Exception {
    if (!world.attempts.isEmpty()) {
      World.Held held = one(step);
      say(
          step,
          new Said(
              Hearing.undeliverable(held.agentId(), held.attempt()),
              effect(held, held.agentId(), task -> task.endFenced(AttemptOutcome.UNDELIVERABLE))));
    }
  }

  void repeat(Step step) throws Exception {
    if (!said.isEmpty()) {
      hear(step, said.get(step.one() % said.size()));
    }
  }

  private World.Held one(Step step) {
    int count = world.attempts.size();
    return world.attempts.get(count - 1 - step.one() % Math.min(LATEST, count));
  }

  private Runnable effect(World.Held held, UUID speaker, Consumer<ModelTask> effect) {
    ModelTask task = world.tasks.get(held.attempt().taskId());
    return () -> {
      if (task.holds(held.attempt(), speaker)) {
        effect.accept(task);
      }
    };
  }

  private void say(Step step, Said word) throws Exception {
    said.add(word);
    hear(step, word);
  }

  private void hear(Step step, Said word) throws Exception {
    if (world.perform(step, replica -> Hearing.hear(replica, List.of(word.entry())))) {
      word.effect().run();
    }
  }

  private static AgentSignal word(Step step, AttemptRef attempt) {
    return switch (step.kind()) {
      case ACCEPT -> new AgentSignal.TaskAccept(attempt);
      case REJECT -> new AgentSignal.TaskReject(attempt, "busy");
      case PROGRESS -> new AgentSignal.TaskProgress(attempt, 40.0, null, "on", null);
      case STAGE -> new AgentSignal.TaskProgress(attempt, null, stage(step), null, null);
      case RESULT -> new AgentSignal.TaskResult(attempt, TextNode.valueOf("ok"), 0);
      case FAIL -> new AgentSignal.TaskError(attempt, TaskErrorKind.FAILED, "no", null, 1);
      case FAIL_FOR_GOOD ->
          new AgentSignal.TaskError(attempt, TaskErrorKind.FAILED, "no", false, 1);
      case TIME_OUT ->
          new AgentSignal.TaskError(attempt, TaskErrorKind.TIMEOUT, "late", null, null);
      case STOP -> new AgentSignal.TaskError(attempt, TaskErrorKind.CANCELED, "no", null, 143);
      case BREAK ->
          new AgentSignal.TaskError(attempt, TaskErrorKind.INFRASTRUCTURE, "no", null, null);
      default -> throw new IllegalArgumentException(step + " is nothing that an agent says");
    };
  }

  private static void apply(Step step, ModelTask task) {
    switch (step.kind()) {
      case ACCEPT -> task.accept();
      case REJECT -> task.end(AttemptOutcome.REJECTED, true);
      case PROGRESS -> {
        // Its percentage is no state.
      }
      case STAGE -> {
        if (!stage(step).equals("canceling")) {
          task.report(stage(step));
        }
      }
      case RESULT -> task.end(AttemptOutcome.DONE, true);
      case FAIL -> task.end(AttemptOutcome.FAILED, true);
      case FAIL_FOR_GOOD -> task.end(AttemptOutcome.FAILED, false);
      case TIME_OUT -> task.end(AttemptOutcome.TIMEOUT, true);
      case STOP -> task.end(AttemptOutcome.CANCELED, true);
      case BREAK -> task.end(AttemptOutcome.INFRASTRUCTURE, true);
      default -> throw new IllegalArgumentException(step + " is nothing that an agent says");
    }
  }

  private static String stage(Step step) {
    return STAGES.get(step.other() % STAGES.size());
  }
}
