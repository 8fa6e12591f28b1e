package dev.muster.registry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRequestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ValidatorFactory FACTORY = Validation.buildDefaultValidatorFactory();
  private static final Validator VALIDATOR = FACTORY.getValidator();

  @AfterAll
  static void close() {
    FACTORY.close();
  }

  @Test
  void whatIsLeftOutGetsItsDefault() throws Exception {
    CreateAgent least = read("{'name':'a','type':'t'}");

    assertThat(problems(least)).isEmpty();
    assertThat(least.settings())
        .isEqualTo(
            new AgentSettings(
                "a", "t", "", "default", "public", 1, List.of(), List.of(), List.of(), "{}"));
    assertThat(least.givenToken()).isEmpty();
  }

  @Test
  void repeatedCapabilitiesCountOnce() throws Exception {
    assertThat(read("{'name':'a','type':'t','capabilities':['x','y','x']}").settings())
        .extracting(AgentSettings::capabilities)
        .isEqualTo(List.of("x", "y"));
  }

  static Stream<String> valid() {
    return Stream.of(
        "'name':'" + "n".repeat(128) + "'",
        "'type':'llm/chat-v2.1'",
        "'capabilities':['a.b_c-9']",
        "'tags':['团队']",
        "'tools':['webSearch']",
        "'concurrency':1",
        "'concurrency':1000",
        "'visibility':'private'",
        "'namespace':'team-a'",
        "'description':'two\\nlines'",
        "'token':'0123456789abcdef'",
        "'token':'" + "~".repeat(256) + "'",
        "'meta':{'a':[1,{'b':null}],'pi':3.14}",
        "'meta':{'a':'" + "x".repeat(16_376) + "'}");
  }

  @ParameterizedTest
  @MethodSource
  void valid(String member) throws Exception {
    assertThat(problems(readWith(member))).isEmpty();
  }

  static Stream<String> invalid() {
    return Stream.of(
        "'name':null",
        "'name':''",
        "'name':' a'",
        "'name':'a\\u0000'",
        "'name':'" + "n".repeat(129) + "'",
        "'type':null",
        "'type':'a b'",
        "'type':'" + "t".repeat(65) + "'",
        "'capabilities':['A']",
        "'capabilities':['']",
        "'capabilities':[null]",
        "'capabilities':['" + "c".repeat(65) + "']",
        "'capabilities':" + list(65),
        "'tags':['']",
        "'tags':[null]",
        "'tags':['a\\u0000']",
        "'tags':" + list(65),
        "'tools':['a b']",
        "'tools':" + list(65),
        "'concurrency':0",
        "'concurrency':1001",
        "'visibility':'secret'",
        "'namespace':'Team A'",
        "'description':'\\u0000'",
        "'description':'" + "d".repeat(2_001) + "'",
        "'token':'0123456789abcde'",
        "'token':'0123456789 abcdef'",
        "'token':'0123456789,abcdef'",
        "'token':'0123456789é_abcdef'",
        "'token':'" + "~".repeat(257) + "'",
        "'meta':{'a':'\\u0000'}",
        "'meta':{'a\\u0000':1}",
        "'meta':{'a':['\\ud800']}",
        "'meta':{'a':1e999}",
        "'meta':{'a':'" + "x".repeat(16_377) + "'}");
  }

  @ParameterizedTest
  @MethodSource
  void invalid(String member) throws Exception {
    String field = member.substring(1, member.indexOf('\'', 1));

    assertThat(problems(readWith(member))).isNotEmpty().allMatch(path -> path.startsWith(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'concurrency':8}", "{'meta':{},'tags':[]}"})
  void anUpdateMayLeaveOutAnything(String json) throws Exception {
    assertThat(problems(JSON.readValue(json.replace('\'', '"'), UpdateAgent.class))).isEmpty();
  }

  @Test
  void anUpdateChangesOnlyWhatItNames() throws Exception {
    AgentSettings old =
        read("{'name':'a','type':'t','tags':['x'],'capabilities':['c'],'concurrency':3}")
            .settings();
    UpdateAgent update = JSON.readValue("{\"tags\":[],\"concurrency\":8}", UpdateAgent.class);

    assertThat(update.onto(old))
        .isEqualTo(
            new AgentSettings(
                "a", "t", "", "default", "public", 8, List.of("c"), List.of(), List.of(), "{}"));
  }

  @Test
  void requestsDoNotPrintTheirToken() throws Exception {
    assertThat(readWith("'token':'0123456789abcdef'").toString()).doesNotContain("0123456789");
    assertThat(JSON.readValue("{\"token\":\"0123456789abcdef\"}", UpdateAgent.class).toString())
        .doesNotContain("0123456789");
    assertThat(new PresentedToken("0123456789abcdef").toString()).doesNotContain("0123456789");
    assertThat(new CreatedAgent(null, "0123456789abcdef", false).toString())
        .doesNotContain("0123456789");
  }

  private static List<String> problems(Object request) {
    return VALIDATOR.validate(request).stream()
        .map(ConstraintViolation::getPropertyPath)
        .map(Object::toString)
        .toList();
  }

  private static CreateAgent read(String json) throws Exception {
    return JSON.readValue(json.replace('\'', '"'), CreateAgent.class);
  }

  private static CreateAgent readWith(String member) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("name", "a").put("type", "t");
    body.setAll((ObjectNode) JSON.readTree(("{" + member + "}").replace('\'', '"')));
    return JSON.treeToValue(body, CreateAgent.class);
  }

  private static String list(int size) {
    return Stream.iterate(0, n -> n + 1).limit(size).map(n -> "'c" + n + "'").toList().toString();
  }
}
