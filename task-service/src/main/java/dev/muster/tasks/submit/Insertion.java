package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.dispatch.Freed;
import dev.muster.tasks.event.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Inserts a batch of submits in a transaction of the caller's, but for those that are repetitions.
 */
@ApplicationScoped
class Insertion {
  /** Rows and characters of one statement, of which the driver makes a copy or two. */
  private static final int MOST_ROWS = 250;

  private static final int MOST_CHARACTERS = 1 << 20;

  private final SubmissionKeys keys;

  @Inject
  Insertion(SubmissionKeys keys) {
    this.keys = keys;
  }

  /** A task and where it belongs. */
  record Routed(NewTask task, long routeId) {}

  /**
   * What became of a submit.
   *
   * @param refusal why it has no task; null when it has one
   */
  record Done(Routed task, Submitted submitted, ContractException refusal) {
    boolean created() {
      return submitted != null && submitted.created();
    }
  }

  /** In the order of the batch. */
  List<Done> insert(Change change, List<Routed> batch) throws SQLException {
    Map<UUID, KeyClaims.Claim> claims =
        keys.claim(change.connection(), batch.stream().map(Routed::task).toList());
    List<Done> done = new ArrayList<>(batch.size());
    List<Routed> fresh = new ArrayList<>(batch.size());
    for (Routed each : batch) {
      KeyClaims.Claim claim = claims.get(each.task().id());
      if (claim == null) {
        fresh.add(each);
        done.add(
            new Done(each, new Submitted(each.task().id(), TaskStatus.QUEUED.wire(), true), null));
      } else {
        done.add(new Done(each, claim.earlier(), claim.refusal()));
      }
    }
    write(change, fresh);
    return done;
  }

  /** What the new tasks among them make possible. */
  static Freed freed(List<Done> done) {
    Freed freed = new Freed();
    done.stream()
        .filter(Done::created)
        .map(Done::task)
        .forEach(each -> freed.route(each.task().route().namespace(), each.routeId()));
    return freed;
  }

  private static void write(Change change, List<Routed> fresh) throws SQLException {
    int from = 0;
    int characters = 0;
    for (int i = 0; i < fresh.size(); i++) {
      characters += fresh.get(i).task().input().length();
      if (i + 1 == fresh.size() || i + 1 - from == MOST_ROWS || characters > MOST_CHARACTERS) {
        List<Routed> part = fresh.subList(from, i + 1);
        SubmitSql.insert(
            change,
            part.stream().map(Routed::task).toList(),
            part.stream().map(Routed::routeId).toList());
        from = i + 1;
        characters = 0;
      }
    }
  }
}
