package dev.muster.tasks.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import dev.muster.wire.AttemptRef;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(3), 0);

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "TIMEOUT"})
  void aFailureCostsAnAttemptAndWaitsLongerEachTime(AttemptOutcome outcome) {
    Verdict first = verdict(task(false, 3, 0, 3, 0), outcome, null);
    assertThat(first.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(first.stage()).isEqualTo(Stages.RETRY_WAIT);
    assertThat(first.delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(verdict(task(false, 5, 3, 3, 0), outcome, null).delay())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(verdict(task(false, 3, 2, 3, 0), outcome, null).stage())
        .isEqualTo(Stages.DEAD_LETTER);
  }

  @Test
  void anErrorThatNoRetryHelpsIsFinal() {
    assertThat(verdict(task(false, 9, 0, 3, 0), AttemptOutcome.FAILED, false).status())
        .isEqualTo(TaskStatus.FAILED);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "INFRASTRUCTURE", "CANCELED"})
  void aLossCostsOneOfMaxLostOnly(AttemptOutcome outcome) {
    Verdict again = verdict(task(false, 1, 0, 3, 1), outcome, null);
    assertThat(again.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(again.failedAttempts()).isZero();
    assertThat(verdict(task(false, 1, 0, 3, 2), outcome, null).status())
        .isEqualTo(TaskStatus.FAILED);
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "UNACCEPTED", "UNDELIVERABLE"})
  void whatTheAgentNeverRanCostsNothing(AttemptOutcome outcome) {
    Verdict again = verdict(task(false, 1, 0, 1, 0), outcome, null);
    assertThat(again.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(again.stage()).isNull();
    assertThat(again.lostAttempts()).isZero();
    assertThat(again.avoidAgent()).isEqualTo(outcome != AttemptOutcome.UNDELIVERABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "failed,FAILED,failed",
    "failed,TIMEOUT,queued",
    "timeout,TIMEOUT,failed",
    "infrastructure,INFRASTRUCTURE,failed",
    "lost,LOST,failed",
    "lost,INFRASTRUCTURE,queued",
    "exit_code:3,FAILED,failed",
    "exit_code:4,FAILED,queued",
    "exit_code:1-3,FAILED,failed",
    "exit_code:4-9,FAILED,queued",
    "message:wh,FAILED,failed",
    "message:hy,FAILED,queued",
    "exit_code:3,REJECTED,queued",
    "message:why,UNACCEPTED,queued"
  })
  void whatTheSubmitNamedIsFinal(String error, AttemptOutcome outcome, String status) {
    HeldTask task = task(false, 9, 0, 9, 0);
    HeldTask naming =
        new HeldTask(
            task.id(),
            task.ownerId(),
            task.namespace(),
            task.routeId(),
            task.agentId(),
            task.leaseId(),
            task.attempt(),
            true,
            false,
            9,
            0,
            9,
            0,
            BACKOFF,
            new NonRetryable(List.of("exit_code:77", error)));
    assertThat(verdict(naming, outcome, null).status().wire()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void whileCancelingOnlyAResultIsNotACancel(AttemptOutcome outcome) {
    assertThat(verdict(task(true, 9, 0, 9, 0), outcome, null).status())
        .isEqualTo(outcome == AttemptOutcome.DONE ? TaskStatus.DONE : TaskStatus.CANCELED);
  }

  private static Verdict verdict(HeldTask task, AttemptOutcome outcome, Boolean retryable) {
    AttemptRef attempt = new AttemptRef(task.id(), "lease", 1);
    return Verdict.of(
        task,
        new AttemptEnd(attempt, task.agentId(), outcome, null, "why", 3, retryable, false, false),
        new Random(1));
  }

  private static HeldTask task(
      boolean canceling, int maxAttempts, int failed, int maxLost, int lost) {
    UUID id = Ids.next();
    return new HeldTask(
        id,
        id,
        "default",
        1,
        id,
        "lease",
        1,
        true,
        canceling,
        maxAttempts,
        failed,
        maxLost,
        lost,
        BACKOFF,
        NonRetryable.NONE);
  }
}
