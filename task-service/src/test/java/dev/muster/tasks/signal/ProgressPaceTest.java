package dev.muster.tasks.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressPaceTest {
  private final AtomicLong now = new AtomicLong();
  private final ProgressPace pace = new ProgressPace(2, now::get);
  private final AttemptRef attempt = new AttemptRef(Ids.next(), "lease", 1);

  @Test
  void whatIsTooFastIsHeldBackAndTheLatestIsToldInTheEnd() {
    List<AttemptSignal> said = List.of(said(1), said(2), said(3), said(4));
    assertThat(pace.now(said)).isEqualTo(said.subList(0, 2));
    assertThat(pace.due()).isEmpty();
    assertThat(pace.heldOf(List.of(attempt))).isEqualTo(said.subList(3, 4));
    pass(Duration.ofSeconds(1));
    assertThat(pace.due()).isEqualTo(said.subList(3, 4));
    assertThat(pace.due()).isEmpty();
    assertThat(pace.heldOf(List.of(attempt))).isEmpty();
  }

  @Test
  void whatComesLaterTakesThePlaceOfWhatIsHeldBack() {
    pace.now(List.of(said(1), said(2), said(3)));
    pass(Duration.ofSeconds(1));
    List<AttemptSignal> later = List.of(said(4));
    assertThat(pace.now(later)).isEqualTo(later);
    pass(Duration.ofSeconds(5));
    assertThat(pace.due()).isEmpty();
  }

  @Test
  void attemptsDontSlowEachOtherAndPiecesAreNeverHeldBack() {
    pace.now(List.of(said(1), said(2), said(3)));
    AttemptRef other = new AttemptRef(Ids.next(), "lease", 1);
    List<AttemptSignal> others = List.of(said(other, 1, null));
    assertThat(pace.now(others)).isEqualTo(others);
    JsonNode piece = FrameCodec.JSON.createObjectNode().put("delta", "x");
    List<AttemptSignal> pieces = List.of(said(attempt, 4, piece), said(attempt, 5, piece));
    assertThat(pace.now(pieces)).isEqualTo(pieces);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private AttemptSignal said(double percent) {
    return said(attempt, percent, null);
  }

  private static AttemptSignal said(AttemptRef attempt, double percent, JsonNode data) {
    return new AttemptSignal(
        new UpstreamEntry(
            "task_progress", "gw", UUID.randomUUID(), "session", "m", 0, "{}", Map.of()),
        new AgentSignal.TaskProgress(attempt, percent, null, null, data));
  }
}
