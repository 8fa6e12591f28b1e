package dev.muster.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.id.Ids;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxTest {
  @TempDir private Path folder;

  private final AttemptRef attempt = new AttemptRef(Ids.next(), "a lease/with: anything", 2);

  private List<Frame<AgentSignal>> frames(String result) {
    LogContent bytes = new LogContent(new byte[] {(byte) 0xff, 0, 'x'});
    return List.of(
        Frame.of(new AgentSignal.TaskLog(attempt, "run", LogStream.STDERR, 7, bytes)),
        Frame.of(
            new AgentSignal.TaskResult(attempt, new TextNode(result), 0),
            Map.of("traceparent", "00-1-2-01")));
  }

  @Test
  void givesBackWhatAnEarlierRunStored() throws Exception {
    List<Frame<AgentSignal>> stored = frames("line\nbreak");
    new Outbox(folder, 1_000_000).store(attempt, stored);
    assertThat(new Outbox(folder, 1_000_000).load()).containsExactly(stored);
  }

  @Test
  void forgetsWhatWasRemoved() throws Exception {
    Outbox outbox = new Outbox(folder, 1);
    outbox.store(attempt, frames("x"));
    assertThat(outbox.full()).isTrue();
    outbox.remove(attempt);
    assertThat(outbox.full()).isFalse();
    assertThat(outbox.load()).isEmpty();
  }

  @Test
  void countsWhatAnEarlierRunLeft() throws Exception {
    new Outbox(folder, 1).store(attempt, frames("x"));
    Outbox outbox = new Outbox(folder, 1);
    assertThat(outbox.full()).isFalse();
    assertThat(outbox.load()).hasSize(1);
    assertThat(outbox.full()).isTrue();
  }

  @Test
  void aDamagedFileIsSetAsideAndAHalfWrittenOneDropped() throws Exception {
    Path damaged = folder.resolve("damaged.frames");
    Files.writeString(damaged, "{\"message_id\":\"1\",\"mess", StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("half.frames.new"), "{", StandardCharsets.UTF_8);
    Outbox outbox = new Outbox(folder, 1_000_000);
    outbox.store(attempt, frames("x"));
    assertThat(outbox.load()).hasSize(1);
    assertThat(damaged).doesNotExist();
    assertThat(folder.resolve("damaged.frames.unreadable")).exists();
    assertThat(folder.resolve("half.frames.new")).doesNotExist();
  }
}
