package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.error.FieldError;
import dev.muster.kit.http.RequestContext;
import dev.muster.kit.http.StrictReader;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.secret.Sha256;
import dev.muster.kit.token.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Many submits in one request: each is judged by itself, and all are durable with one commit. */
@ApplicationScoped
class BulkSubmit {
  static final int MOST = 1_000;

  private static final String PATH = "POST /api/tasks/bulk";
  private static final int LARGEST_TASK = 1 << 20;

  @Inject StrictReader reader;
  @Inject Routes routes;
  @Inject AgentDirectory agents;
  @Inject BulkCommit commits;
  @Inject Caller caller;
  @Inject RequestContext request;
  @Inject Limits limits;

  /** What became of one task; {@code taskId} or {@code code} is there. */
  @RegisterForReflection
  public record Item(
      int index,
      UUID taskId,
      String status,
      Boolean created,
      Integer code,
      String message,
      List<FieldError> errors) {

    private static Item of(int index, Submitted task) {
      return new Item(index, task.taskId(), task.status(), task.created(), null, null, null);
    }

    private static Item of(int index, ContractException refusal) {
      return new Item(
          index,
          null,
          null,
          null,
          refusal.code().code(),
          refusal.getMessage(),
          refusal.errors().isEmpty() ? null : refusal.errors());
    }
  }

  /**
   * In the order of the tasks, of which the last may be refused for being too many at once.
   *
   * @param idempotencyKey of the whole; null without one
   */
  List<Item> submit(byte[] body, List<BulkBody.Slice> slices, String idempotencyKey) {
    String bodyHash = idempotencyKey == null ? null : Sha256.hex(body);
    SubmissionKey call =
        idempotencyKey == null ? null : SubmissionKey.idempotency(PATH, idempotencyKey, bodyHash);
    long allowed = limits.spend(Limit.SUBMIT, slices.size());
    Submitter submitter =
        new Submitter(
            caller.userId(),
            caller.isAdmin(),
            request.requestId(),
            request.traceparent().orElse(null));
    Item[] items = new Item[slices.size()];
    List<Insertion.Routed> tasks = new ArrayList<>(slices.size());
    List<Integer> indexes = new ArrayList<>(slices.size());
    for (int i = 0; i < items.length; i++) {
      try {
        if (i >= allowed) {
          throw new ContractException(ErrorCode.RATE_LIMITED, "too many tasks at once: later");
        }
        tasks.add(read(body, slices.get(i), submitter, call, i));
        indexes.add(i);
      } catch (ContractException refusal) {
        items[i] = Item.of(i, refusal);
      }
    }
    List<Insertion.Done> done = commits.commit(submitter.ownerId(), call, tasks);
    for (int i = 0; i < done.size(); i++) {
      int index = indexes.get(i);
      Insertion.Done each = done.get(i);
      items[index] =
          each.refusal() == null
              ? Item.of(index, each.submitted())
              : Item.of(index, each.refusal());
    }
    return List.of(items);
  }

  private Insertion.Routed read(
      byte[] body, BulkBody.Slice slice, Submitter submitter, SubmissionKey call, int index) {
    if (slice.length() > LARGEST_TASK) {
      throw new ContractException(
          ErrorCode.TOO_LARGE,
          "a task has at most %d bytes: refer to what is larger, by its URL"
              .formatted(LARGEST_TASK));
    }
    TaskSubmission wish = reader.read(body, slice.from(), slice.length(), TaskSubmission.class);
    List<SubmissionKey> keys = new ArrayList<>();
    if (call != null) {
      keys.add(SubmissionKey.idempotency(PATH + "/" + index, call.key(), call.bodyHash()));
    }
    SubmissionKey.dedupe(wish).ifPresent(keys::add);
    NewTask task = NewTask.of(wish, submitter, keys);
    agents.check(wish, submitter.admin());
    try {
      return new Insertion.Routed(task, routes.id(task.route()));
    } catch (SQLException e) {
      throw new IllegalStateException("a route can't be found", e);
    }
  }
}
