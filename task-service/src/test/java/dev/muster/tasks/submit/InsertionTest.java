package dev.muster.tasks.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.id.Ids;
import dev.muster.tasks.event.Changes;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresAndRedis.class,
    initArgs = @ResourceArg(name = "schema", value = "task"))
@QuarkusTestResource(WithAuthServer.class)
class InsertionTest {
  private static final String FREE = "f";

  @Inject Changes changes;
  @Inject Insertion insertion;
  @Inject Routes routes;
  @Inject ObjectMapper json;

  private final Submitter submitter = new Submitter(Ids.next(), false, "test", null);

  @Test
  void theSameBatchAfterACommitOfWhichNobodyKnewChangesNothing() throws Exception {
    List<Insertion.Routed> batch =
        tasks(wish("a", "return"), wish("a", "return"), wish("a", "reject"), wish(FREE, "new"));
    List<Insertion.Done> first = insert(batch);
    List<Insertion.Done> second = insert(batch);
    assertThat(second.stream().map(Insertion.Done::submitted))
        .isEqualTo(first.stream().map(Insertion.Done::submitted).toList());
    assertThat(second.get(2).refusal()).isNotNull();
    assertThat(first.stream().filter(Insertion.Done::created)).hasSize(2);
  }

  @Test
  void aRefusedSubmitLeavesItsKeyToTheNextThatWantsIt() throws Exception {
    insert(tasks(wish("taken", "return")));
    SubmissionKey shared = SubmissionKey.idempotency("test", "key", "hash");
    List<Insertion.Routed> batch =
        List.of(task(wish("taken", "reject"), shared), task(wish(FREE, "return"), shared));
    List<Insertion.Done> done = insert(batch);
    assertThat(done.get(0).refusal()).isNotNull();
    assertThat(done.get(1).created()).isTrue();
    Insertion.Done again = insert(List.of(task(wish("other", "return"), shared))).getFirst();
    assertThat(again.submitted().taskId()).isEqualTo(batch.get(1).task().id());
  }

  @Test
  void aRepetitionsOtherKeyNamesTheFirstOnesTask() throws Exception {
    UUID first = insert(tasks(wish("named", "return"))).getFirst().submitted().taskId();
    SubmissionKey key = SubmissionKey.idempotency("test", "other", "hash");
    List<Insertion.Done> done =
        insert(List.of(task(wish("named", "return"), key), task(wish("free", "return"), key)));
    assertThat(done.stream().map(each -> each.submitted().taskId())).containsOnly(first);
    Insertion.Done later = insert(List.of(task(wish("late", "return"), key))).getFirst();
    assertThat(later.submitted()).isEqualTo(new Submitted(first, "queued", false));
    assertThat(insert(tasks(wish("free", "return"))).getFirst().created()).isTrue();
  }

  private List<Insertion.Done> insert(List<Insertion.Routed> batch) {
    return changes.commit(change -> insertion.insert(change, batch));
  }

  private TaskSubmission wish(String key, String onDuplicate) throws Exception {
    return json.readValue(
        "{\"type\":\"inserted\",\"capabilities\":[\"nobody-has-it\"],\"dedupe_key\":\"%s\",\"on_duplicate\":\"%s\"}"
            .formatted(key, onDuplicate),
        TaskSubmission.class);
  }

  private List<Insertion.Routed> tasks(TaskSubmission... wishes) throws Exception {
    List<Insertion.Routed> tasks = new ArrayList<>();
    for (TaskSubmission wish : wishes) {
      tasks.add(task(wish));
    }
    return tasks;
  }

  private Insertion.Routed task(TaskSubmission wish, SubmissionKey... before) throws Exception {
    List<SubmissionKey> keys = new ArrayList<>(Arrays.asList(before));
    SubmissionKey.dedupe(wish).ifPresent(keys::add);
    NewTask task = NewTask.of(wish, submitter, keys);
    return new Insertion.Routed(task, routes.id(task.route()));
  }
}
