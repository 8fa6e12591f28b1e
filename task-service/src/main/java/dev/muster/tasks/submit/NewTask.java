package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.http.WholeText;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.queue.Backoff;
import dev.muster.tasks.queue.JsonText;
import dev.muster.wire.FrameCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A task as it will be inserted. Its id is made here, so that inserting it again after a commit of
 * unknown outcome makes no second task.
 *
 * @param backoff null for that of the protocol
 * @param labels a JSON object of text; null without any
 * @param keys by which a repetition of this submit is recognised
 */
record NewTask(
    UUID id,
    UUID ownerId,
    RouteKey route,
    String type,
    int priority,
    OffsetDateTime runAt,
    long delayMs,
    long timeoutMs,
    int maxAttempts,
    int maxLost,
    Backoff backoff,
    TaskRules rules,
    String input,
    String labels,
    String requestId,
    String traceparent,
    List<SubmissionKey> keys) {

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  static NewTask of(TaskSubmission wish, Submitter submitter, List<SubmissionKey> keys) {
    return of(Ids.next(), wish, submitter, keys);
  }

  /** Under an id that was chosen before. */
  static NewTask of(UUID id, TaskSubmission wish, Submitter submitter, List<SubmissionKey> keys) {
    if (wish.runAt() != null && wish.delay() != null) {
      throw ContractException.badParameter("delay", "give either run_at or delay");
    }
    if (wish.runAt() != null
        && (wish.runAt().isBefore(Instant.EPOCH) || wish.runAt().isAfter(LATEST))) {
      throw ContractException.badParameter("run_at", "must be a time from 1970 to 9999");
    }
    var input = wish.input() == null ? FrameCodec.JSON.createObjectNode() : wish.input();
    if (!WholeText.isWholeIn(input)) {
      throw ContractException.badParameter(
          "input", "holds half of a surrogate pair, which is no text");
    }
    return new NewTask(
        id,
        submitter.ownerId(),
        new RouteKey(
            namespace(wish),
            wish.agentId(),
            or(wish.capabilities(), List.<String>of()),
            submitter.admin() && wish.agentId() == null,
            wish.type()),
        wish.type(),
        or(wish.priority(), 0),
        wish.runAt() == null ? null : wish.runAt().atOffset(ZoneOffset.UTC),
        millis(or(wish.delay(), 0.0)),
        millis(or(wish.timeout(), 3600.0)),
        or(wish.maxAttempts(), 1),
        or(wish.maxLost(), 3),
        backoff(wish.backoff()),
        TaskRules.of(wish),
        JsonText.write(input),
        labels(wish.labels()),
        submitter.requestId(),
        submitter.traceparent(),
        keys);
  }

  /** Whether it has no rules of its own. */
  boolean isPlain() {
    return backoff == null && rules.equals(TaskRules.NONE);
  }

  /** Its first event. */
  NewEvent queued(String stage) {
    return NewEvent.status(id, ownerId, route.namespace(), TaskStatus.QUEUED, stage, 0, null);
  }

  static String namespace(TaskSubmission wish) {
    return or(wish.namespace(), "default");
  }

  private static String labels(Map<String, String> wish) {
    if (wish == null || wish.isEmpty()) {
      return null;
    }
    var labels = FrameCodec.JSON.createObjectNode();
    wish.forEach(labels::put);
    if (!WholeText.isWholeIn(labels)) {
      throw ContractException.badParameter(
          "labels", "holds half of a surrogate pair, which is no text");
    }
    return JsonText.write(labels);
  }

  private static Backoff backoff(TaskSubmission.BackoffSubmission wish) {
    Backoff standard = Backoff.DEFAULT;
    if (wish == null) {
      return null;
    }
    return new Backoff(
        wish.initial() == null ? standard.initial() : Duration.ofMillis(millis(wish.initial())),
        or(wish.factor(), standard.factor()),
        wish.max() == null ? standard.max() : Duration.ofMillis(millis(wish.max())),
        or(wish.jitter(), standard.jitter()));
  }

  private static long millis(double seconds) {
    return Math.round(seconds * 1000);
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
