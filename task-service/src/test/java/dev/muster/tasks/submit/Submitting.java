package dev.muster.tasks.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.muster.tasks.engine.Wiring;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A submit as the resource would make it, for tests of the engine. */
public final class Submitting {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .registerModule(new JavaTimeModule());

  private final Wiring replica;
  private final NewTask task;
  private final long routeId;

  private Submitting(Wiring replica, NewTask task, long routeId) {
    this.replica = replica;
    this.task = task;
    this.routeId = routeId;
  }

  public static void start(Wiring replica) {
    replica.start(Submissions.class);
  }

  /** One try; each has an id of its own, as each request has. */
  public static Submitting of(Wiring replica, UUID owner, Map<String, Object> wish, String key)
      throws SQLException {
    NewTask task =
        NewTask.of(
            JSON.convertValue(wish, TaskSubmission.class),
            new Submitter(owner, false, null, null),
            List.of(SubmissionKey.idempotency("POST /api/tasks", key, wish.toString())));
    return new Submitting(replica, task, replica.get(Routes.class).id(task.route()));
  }

  /** Answers the task's id once it is durable. */
  public UUID submit() {
    return replica.get(Submissions.class).submit(task, routeId).taskId();
  }
}
