package dev.muster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFramesTest {
  private static final Path FOLDER = Path.of("src/test/resources/wire");

  @ParameterizedTest
  @MethodSource("files")
  void aFrameThatIsReadAndWrittenAgainIsTheSame(Path file) throws Exception {
    String text = Files.readString(file);

    for (Frame<? extends AgentMessage> frame : read(text)) {
      assertThat(FrameCodec.JSON.readTree(FrameCodec.write(frame)))
          .isEqualTo(FrameCodec.JSON.readTree(text));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFrameWithUnknownMembersIsReadTheSame(Path file) throws Exception {
    String text = Files.readString(file);
    String newer =
        text.replaceFirst("\\{", "{\"novelty\": [1],")
            .replaceFirst("\"payload\": \\{", "\"payload\": {\"novelty\": {\"a\": null},")
            .replace(",}", "}");

    assertThat(read(newer)).isEqualTo(read(text));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileIsNamedAfterItsKind(Path file) throws Exception {
    for (Frame<? extends AgentMessage> frame : read(Files.readString(file))) {
      assertThat(file).hasFileName(frame.message().kind() + ".json");
    }
  }

  @Test
  void everyMessageHasAFile() throws Exception {
    Set<Class<?>> read = new HashSet<>();
    for (Path file : files().toList()) {
      for (Frame<? extends AgentMessage> frame : read(Files.readString(file))) {
        read.add(frame.message().getClass());
      }
    }

    assertThat(read).isEqualTo(messages(AgentMessage.class));
  }

  static Stream<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(FOLDER)) {
      return found.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  /** As both ends read it; only {@code ack} means something to each. */
  private static List<Frame<? extends AgentMessage>> read(String text) throws FrameException {
    List<Frame<? extends AgentMessage>> frames = new ArrayList<>();
    Optional<Frame<AgentSignal>> signal = FrameCodec.readSignal(text);
    Optional<Frame<AgentCommand>> command = FrameCodec.readCommand(text);
    signal.ifPresent(frames::add);
    command.ifPresent(frames::add);
    assertThat(frames).isNotEmpty();
    return frames;
  }

  private static Set<Class<?>> messages(Class<?> type) {
    if (!type.isSealed()) {
      return Set.of(type);
    }
    Set<Class<?>> found = new HashSet<>();
    for (Class<?> each : type.getPermittedSubclasses()) {
      found.addAll(messages(each));
    }
    return found;
  }
}
