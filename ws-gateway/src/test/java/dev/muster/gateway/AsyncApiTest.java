package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published description says what the codecs do, and the examples of both are the same. */
class AsyncApiTest {
  private static final Path DOCUMENT =
      Path.of("src/main/resources/META-INF/resources/asyncapi.json");
  private static final Path FRAMES = Path.of("../shared-contracts/src/test/resources/wire");

  /** Channels by the folder of their examples. */
  private static final Map<String, String> CHANNELS =
      Map.of("", "agent", "ws", "role", "control", "control", "client", "client");

  /** Channels whose examples have every member; those of the others may name a task alone. */
  private static final Set<String> WHOLE = Set.of("agent", "client");

  private static final JsonNode DOCUMENTED = read(DOCUMENT);

  /** An example of a message. */
  record Example(String channel, String message, Path file) {
    /** A second example of a message has a word behind the message's name. */
    static Example of(String channel, Path file) {
      String name = file.getFileName().toString().replace(".json", "");
      while (!messages(channel).contains(name) && name.contains("_")) {
        name = name.substring(0, name.lastIndexOf('_'));
      }
      return new Example(channel, name, file);
    }

    ObjectNode frame() {
      return (ObjectNode) read(file);
    }

    @Override
    public String toString() {
      return channel + "." + message;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsAsDescribed(Example example) {
    assertThat(schema(example).validate(example.frame())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesShowTheMembersThatAreDescribed(Example example) {
    Set<String> shown = new TreeSet<>();
    examples()
        .filter(each -> each.toString().equals(example.toString()))
        .forEach(each -> shown.addAll(members(each.frame().path("payload"))));
    Set<String> described = new TreeSet<>(members(payload(example).path("properties")));
    // The other way to write bytes.
    described.remove("content_base64");

    if (WHOLE.contains(example.channel()) && !described.isEmpty()) {
      assertThat(shown).isEqualTo(described);
    } else if (!described.isEmpty()) {
      assertThat(described).containsAll(shown);
    }
  }

  @Test
  void everyMessageHasAnExample() {
    Set<String> shown = new TreeSet<>();
    examples().forEach(each -> shown.add(each.toString()));
    Set<String> described = new TreeSet<>();
    DOCUMENTED.at("/components/messages").fieldNames().forEachRemaining(described::add);

    assertThat(shown).isEqualTo(described);
  }

  /** What the codec of the main protocol refuses without, and only that, is required. */
  @ParameterizedTest
  @MethodSource("agentExamples")
  void requiredIsWhatTheCodecInsistsOn(Example example) {
    Set<String> required = new TreeSet<>();
    for (String member : members(example.frame().path("payload"))) {
      ObjectNode without = example.frame();
      ((ObjectNode) without.path("payload")).remove(member);
      if (!isRead(without.toString())) {
        required.add(member);
      }
    }
    Set<String> described = new TreeSet<>();
    payload(example).path("required").forEach(each -> described.add(each.textValue()));
    if (example.message().equals("task_log")) {
      described.add("content");
    }

    assertThat(required).isEqualTo(described);
  }

  @Test
  void theAgentChannelHasTheMessagesOfTheWireTypes() {
    assertThat(kinds("agentReceives")).isEqualTo(kindsOf(AgentSignal.class));
    assertThat(kinds("agentSends")).isEqualTo(kindsOf(AgentCommand.class));
  }

  static Stream<Example> examples() {
    List<Example> examples = new ArrayList<>();
    CHANNELS.forEach(
        (folder, channel) ->
            files(FRAMES.resolve(folder)).forEach(file -> examples.add(Example.of(channel, file))));
    return examples.stream();
  }

  static Stream<Example> agentExamples() {
    return examples().filter(each -> each.channel().equals("agent"));
  }

  private static boolean isRead(String frame) {
    try {
      return FrameCodec.readSignal(frame).isPresent() || FrameCodec.readCommand(frame).isPresent();
    } catch (FrameException e) {
      return false;
    }
  }

  /** The kinds of the golden frames that can be read as such a message. */
  private static Set<String> kindsOf(Class<?> type) {
    Set<String> kinds = new TreeSet<>();
    agentExamples()
        .forEach(
            example -> {
              try {
                String text = example.frame().toString();
                Optional<?> frame =
                    type == AgentSignal.class
                        ? FrameCodec.readSignal(text)
                        : FrameCodec.readCommand(text);
                frame.ifPresent(read -> kinds.add(example.message()));
              } catch (FrameException e) {
                throw new AssertionError(e);
              }
            });
    return kinds;
  }

  private static Set<String> kinds(String operation) {
    Set<String> kinds = new TreeSet<>();
    DOCUMENTED
        .at("/operations/" + operation + "/messages")
        .forEach(
            each -> {
              String ref = each.path("$ref").textValue();
              kinds.add(ref.substring(ref.lastIndexOf('/') + 1));
            });
    return kinds;
  }

  private static List<String> members(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> messages(String channel) {
    return new HashSet<>(members(DOCUMENTED.at("/channels/" + channel + "/messages")));
  }

  private static JsonNode message(Example example) {
    return DOCUMENTED.at("/components/messages/" + example);
  }

  /** The schema of the payload, where a reference leads too. */
  private static JsonNode payload(Example example) {
    JsonNode payload = message(example).at("/payload/properties/payload");
    return payload.has("$ref")
        ? DOCUMENTED.at(payload.path("$ref").textValue().substring(1))
        : payload;
  }

  private static JsonSchema schema(Example example) {
    ObjectNode root = message(example).path("payload").deepCopy();
    root.set("components", DOCUMENTED.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return FrameCodec.JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
