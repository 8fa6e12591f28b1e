package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.tasks.dispatch.Dispatcher;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes the tasks of one bulk submit durable: all with one commit, which no other submit waits for.
 * A row that the database doesn't take refuses itself alone.
 */
@ApplicationScoped
class BulkCommit {
  private static final Logger LOG = Logger.getLogger(BulkCommit.class);
  private static final int TRIES_AFTER_UNKNOWN_COMMIT = 3;

  @Inject Changes changes;
  @Inject Insertion insertion;
  @Inject SubmissionKeys keys;
  @Inject Dispatcher dispatcher;

  /**
   * In the order of the tasks.
   *
   * @param key of the whole call; null without one
   */
  List<Insertion.Done> commit(UUID ownerId, SubmissionKey key, List<Insertion.Routed> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    Call call = new Call(ownerId, key, Ids.next());
    List<Insertion.Done> done = commit(call, tasks, TRIES_AFTER_UNKNOWN_COMMIT);
    dispatcher.ready(Insertion.freed(done));
    return done;
  }

  private record Call(UUID ownerId, SubmissionKey key, UUID id) {}

  private List<Insertion.Done> commit(Call call, List<Insertion.Routed> tasks, int triesLeft) {
    try {
      return changes.commit(change -> insert(change, call, tasks));
    } catch (CommitUnknownException e) {
      // The ids are ours: inserting the same rows again finds them there or makes them.
      if (triesLeft > 1) {
        return commit(call, tasks, triesLeft - 1);
      }
      throw ContractException.retryLater(
          ErrorCode.UNAVAILABLE,
          "the database did not confirm the tasks",
          Duration.ofSeconds(1),
          e);
    } catch (ContractException e) {
      throw e;
    } catch (RuntimeException e) {
      return apart(call, tasks, e);
    }
  }

  private List<Insertion.Done> insert(Change change, Call call, List<Insertion.Routed> tasks)
      throws SQLException {
    if (call.key() != null) {
      keys.claim(change.connection(), call.ownerId(), call.key(), call.id());
    }
    return insertion.insert(change, tasks);
  }

  /** The halves one by one, down to the row at fault. */
  private List<Insertion.Done> apart(
      Call call, List<Insertion.Routed> tasks, RuntimeException failure) {
    if (tasks.size() == 1) {
      LOG.error("a task of a bulk submit could not be stored", failure);
      ErrorCode code = ErrorCode.SERVER_ERROR;
      return List.of(
          new Insertion.Done(tasks.getFirst(), null, new ContractException(code, code.sentence())));
    }
    int half = tasks.size() / 2;
    List<Insertion.Done> done = new ArrayList<>();
    done.addAll(commit(call, tasks.subList(0, half), TRIES_AFTER_UNKNOWN_COMMIT));
    done.addAll(commit(call, tasks.subList(half, tasks.size()), TRIES_AFTER_UNKNOWN_COMMIT));
    return done;
  }
}
