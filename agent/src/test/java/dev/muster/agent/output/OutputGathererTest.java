package dev.muster.agent.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.Eventually;
import dev.muster.agent.process.RecordingExecution;
import dev.muster.wire.LogStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing leaves here by age alone while nobody watches. */
final class OutputGathererTest {
  private final RecordingExecution sink = new RecordingExecution("null");
  private final OutputGatherer gatherer = new OutputGatherer(sink, TimeUnit.HOURS.toNanos(1));
  private final Thread forwarder =
      Thread.ofVirtual()
          .unstarted(
              () -> {
                try {
                  gatherer.forward();
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });

  @BeforeEach
  void nobodyWatches() {
    sink.watch(false);
    forwarder.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    gatherer.endAll();
    assertThat(forwarder.join(Duration.ofSeconds(15))).isTrue();
  }

  @Test
  void whatNobodyWatchesLeavesAsOneAtTheEnd() throws Exception {
    add(LogStream.STDOUT, "one ");
    add(LogStream.STDOUT, "two ");
    add(LogStream.STDOUT, "three");
    gatherer.end(LogStream.STDOUT);
    gatherer.end(LogStream.STDERR);
    assertThat(forwarder.join(Duration.ofSeconds(15))).isTrue();
    assertThat(sink.chunks()).singleElement().returns("one two three", each -> each.text());
  }

  @Test
  void aFullChunkAndTheOtherStreamDoNotWait() throws Exception {
    add(LogStream.STDOUT, "x".repeat(32 << 10));
    Eventually.holds(() -> sink.bytes().length == 32 << 10);
    add(LogStream.STDERR, "a");
    add(LogStream.STDOUT, "b");
    Eventually.holds(() -> sink.text().endsWith("a"));
  }

  @Test
  void aStartSendsWhatIsGatheredAndTheNextAtOnceUntilAStop() throws Exception {
    add(LogStream.STDOUT, "gathered");
    Eventually.holds(() -> forwarder.getState() == Thread.State.TIMED_WAITING);
    assertThat(sink.chunks()).isEmpty();
    sink.watch(true);
    Eventually.holds(() -> sink.text().equals("gathered"));
    add(LogStream.STDOUT, ", seen");
    Eventually.holds(() -> sink.text().equals("gathered, seen"));
    sink.watch(false);
    add(LogStream.STDOUT, ", later");
    Eventually.holds(() -> forwarder.getState() == Thread.State.TIMED_WAITING);
    assertThat(sink.text()).isEqualTo("gathered, seen");
  }

  private void add(LogStream stream, String text) throws InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    gatherer.add(stream, bytes, bytes.length);
  }
}
