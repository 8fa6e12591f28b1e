package dev.muster.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.Eventually;
import dev.muster.agent.executor.Outcome;
import dev.muster.agent.executor.StopRequest;
import dev.muster.wire.LogStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessExecutorTest {
  @TempDir private Path folder;
  private Path records;
  private Path scripts;
  private ProcessExecutor executor;

  @BeforeEach
  void start() throws Exception {
    records = Files.createDirectory(folder.resolve("records"));
    scripts = Files.createDirectory(folder.resolve("scripts"));
    executor = new ProcessExecutor(scripts, "agent-1", new ProcessRecords(records));
  }

  private static RecordingExecution script(String script) {
    return new RecordingExecution(
        "{\"script\":" + new com.fasterxml.jackson.databind.node.TextNode(script) + "}");
  }

  @Test
  void exitCodeZeroIsAResult() throws Exception {
    RecordingExecution execution =
        new RecordingExecution("{\"argv\":[\"echo\",\"a b\",\"$HOME\"]}");
    Outcome outcome = executor.execute(execution);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(((Outcome.Done) outcome).result().toString()).isEqualTo("{\"exit_code\":0}");
    assertThat(execution.text()).isEqualTo("a b $HOME\n");
    assertThat(records).isEmptyDirectory();
    assertThat(scripts).isEmptyDirectory();
  }

  @Test
  void anotherExitCodeIsAFailure() throws Exception {
    assertThat(executor.execute(script("exit 7")))
        .isEqualTo(new Outcome.Failed("the process ended with exit code 7", 7));
    assertThat(executor.execute(script("kill -KILL $$")))
        .isEqualTo(new Outcome.Failed("the process was ended by signal 9", 137));
  }

  @Test
  void saysWhatCantBeStarted() throws Exception {
    assertThat(failure("{\"argv\":[\"no-such-command\"]}"))
        .isEqualTo("command not found: no-such-command");
    assertThat(failure("{\"argv\":[\"true\"],\"cwd\":\"/no/such\"}"))
        .isEqualTo("no such folder: /no/such");
    assertThat(failure("{}")).isEqualTo("input must have exactly one of argv and script");
    assertThat(failure("{\"argv\":[1]}")).isEqualTo("input.argv must be a list of strings");
    assertThat(failure("{\"script\":\"true\",\"env\":[]}"))
        .isEqualTo("input.env must be an object of strings");
  }

  private String failure(String input) throws Exception {
    return ((Outcome.Failed) executor.execute(new RecordingExecution(input))).message();
  }

  @Test
  void environmentFolderAndInputAreTheTasks() throws Exception {
    RecordingExecution execution =
        new RecordingExecution(
            """
            {"script":"pwd; echo $GREETING $TRACEPARENT $MUSTER_TASK_ID; cat; env",
             "cwd":"%s","env":{"GREETING":"hi there"},"stdin":"from outside\\n"}
            """
                .formatted(folder.toRealPath()));
    executor.execute(execution);
    assertThat(execution.text())
        .startsWith(
            folder.toRealPath()
                + "\nhi there 00-1-2-01 "
                + execution.attempt().taskId()
                + "\nfrom outside\n")
        .doesNotContain("MUSTER_AGENT_TOKEN");
  }

  @Test
  void outputKeepsItsOrderAcrossBothStreams() throws Exception {
    RecordingExecution execution =
        script("for i in 1 2 3 4 5; do echo out$i; sleep 0.05; echo err$i >&2; sleep 0.05; done");
    executor.execute(execution);
    List<String> lines = new ArrayList<>();
    execution.chunks().forEach(chunk -> lines.add(chunk.stream() + " " + chunk.text().strip()));
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      expected.add(LogStream.STDOUT + " out" + i);
      expected.add(LogStream.STDERR + " err" + i);
    }
    assertThat(lines).isEqualTo(expected);
  }

  @Test
  void outputComesWhileTheProcessRuns() throws Exception {
    RecordingExecution execution = script("echo first; read -r line < " + fifo());
    CompletableFuture<Outcome> outcome = inBackground(execution);
    Eventually.holds(() -> execution.text().equals("first\n"));
    assertThat(outcome).isNotDone();
    Files.writeString(folder.resolve("fifo"), "go\n", java.nio.charset.StandardCharsets.UTF_8);
    assertThat(outcome.get()).isInstanceOf(Outcome.Done.class);
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  @Test
  void aLineOfTenMegabytesArrivesWhole() throws Exception {
    RecordingExecution execution = script("head -c 10000000 /dev/zero | tr '\\0' 'x'; echo");
    executor.execute(execution);
    assertThat(execution.bytes()).hasSize(10_000_001);
    assertThat(execution.chunks()).allMatch(chunk -> chunk.content().length() <= 32 << 10);
  }

  @Test
  void bytesThatAreNoTextStayAsTheyAre() throws Exception {
    RecordingExecution execution = script("printf '\\377\\000\\376\\303'");
    executor.execute(execution);
    assertThat(execution.bytes()).containsExactly(0xff, 0x00, 0xfe, 0xc3);
  }

  @Test
  void aChunkDoesntEndInsideACharacter() throws Exception {
    RecordingExecution execution = script("printf 'a\\342\\202'; sleep 0.3; printf '\\254b'");
    executor.execute(execution);
    assertThat(execution.chunks())
        .extracting(RecordingExecution.Chunk::text)
        .containsExactly("a", "€b");
  }

  @Test
  void cancelEndsTheWholeTree() throws Exception {
    // A grandchild that was reparented, one that ignores TERM, and a daemon in its own session.
    RecordingExecution execution =
        script(
            """
            (sleep 301 & echo $!) &
            sh -c 'trap "" TERM; echo $$; while :; do sleep 302; done' &
            setsid sh -c 'echo $$; exec sleep 303' &
            wait; sleep 304
            """);
    CompletableFuture<Outcome> outcome = inBackground(execution);
    Eventually.holds(() -> execution.text().lines().count() == 3);
    List<Long> pids = execution.text().lines().map(Long::valueOf).toList();
    execution.stop(StopRequest.Reason.CANCELED, Duration.ofMillis(300));
    assertThat(outcome.get()).isInstanceOf(Outcome.Stopped.class);
    assertThat(pids).noneMatch(ProcessExecutorTest::runs);
  }

  @Test
  void aProcessMayEndItselfWithinTheGrace() throws Exception {
    RecordingExecution execution =
        script("trap 'echo tidy; exit 3' TERM; echo up; sleep 60 & wait");
    CompletableFuture<Outcome> outcome = inBackground(execution);
    Eventually.holds(() -> execution.text().equals("up\n"));
    execution.stop(StopRequest.Reason.TIMEOUT, Duration.ofSeconds(10));
    assertThat(outcome.get()).isEqualTo(new Outcome.Stopped(3));
    assertThat(execution.text()).isEqualTo("up\ntidy\n");
  }

  @Test
  void nothingOutlivesItsAttempt() throws Exception {
    RecordingExecution execution = script("sleep 305 > /dev/null 2>&1 & echo $!");
    assertThat(executor.execute(execution)).isInstanceOf(Outcome.Done.class);
    assertThat(runs(Long.parseLong(execution.text().strip()))).isFalse();
  }

  @Test
  void leftoversOfAKilledAgentAreEnded() throws Exception {
    RecordingExecution execution = script("setsid sleep 306 & echo $!; sleep 307");
    CompletableFuture<Outcome> outcome = inBackground(execution);
    Eventually.holds(() -> execution.text().endsWith("\n"));
    long daemon = Long.parseLong(execution.text().strip());
    new ProcessRecords(records).endLeftovers();
    assertThat(outcome.get()).isInstanceOf(Outcome.Failed.class);
    assertThat(runs(daemon)).isFalse();
    assertThat(records).isEmptyDirectory();
  }

  private CompletableFuture<Outcome> inBackground(RecordingExecution execution) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return executor.execute(execution);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static boolean runs(long pid) {
    return ProcTable.read().stream().anyMatch(entry -> entry.pid() == pid);
  }
}
