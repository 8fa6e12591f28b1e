package dev.muster.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigReaderTest {
  @TempDir private Path folder;

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "MUSTER_URL", "https://muster.example.org/base/",
              "MUSTER_AGENT_ID", "a1",
              "MUSTER_AGENT_TOKEN", "top-secret",
              "MUSTER_AGENT_DATA", "/tmp/agent"));

  @Test
  void theSocketFollowsFromTheAddress() throws Exception {
    assertThat(read().socket("a1")).hasToString("wss://muster.example.org/base/ws/agent/a1");
  }

  @Test
  void theTokenNeverPrints() throws Exception {
    assertThat(read().toString()).doesNotContain("top-secret");
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws Exception {
    environment.remove("MUSTER_AGENT_TOKEN");
    Path token = Files.writeString(folder.resolve("token"), "from-file\n", StandardCharsets.UTF_8);
    Path file = folder.resolve("agent.properties");
    Files.writeString(
        file,
        "MUSTER_AGENT_ID=other\nMUSTER_AGENT_SLOTS=9\nMUSTER_AGENT_TOKEN_FILE=" + token,
        StandardCharsets.UTF_8);
    AgentConfig config = ConfigReader.of(environment, file).read();
    assertThat(config.agentId()).isEqualTo("a1");
    assertThat(config.slots()).isEqualTo(9);
    assertThat(config.token().value()).isEqualTo("from-file");
  }

  @Test
  void listsAndLabels() throws Exception {
    environment.put("MUSTER_AGENT_CAPABILITIES", "python, gpu.a100");
    environment.put("MUSTER_AGENT_LABELS", "zone=eu-1,rack=7");
    assertThat(read().capabilities()).containsExactly("python", "gpu.a100");
    assertThat(read().labels()).containsEntry("zone", "eu-1").containsEntry("rack", "7");
  }

  @Test
  void eachMistakeIsOneSentenceThatNamesTheSetting() throws Exception {
    refused("MUSTER_URL", "ftp://x");
    refused("MUSTER_URL", "");
    refused("MUSTER_AGENT_ID", "a b");
    refused("MUSTER_AGENT_SLOTS", "0");
    refused("MUSTER_AGENT_SLOTS", "many");
    refused("MUSTER_AGENT_CAPABILITIES", "Python");
    refused("MUSTER_AGENT_LABELS", "zone");
    refused("MUSTER_AGENT_TOKEN", "a b");
    refused("MUSTER_ENROLLMENT_TOKEN", "a,b");
    refused("MUSTER_ENROLLMENT_TOKEN_FILE", "/no/such/file");
    refused("MUSTER_AGENT_NAME", "x".repeat(129));
    refused("MUSTER_AGENT_GRACE", "-1");
    refused("MUSTER_AGENT_DATA", " ");
  }

  private void refused(String name, String value) {
    Map<String, String> wrong = new HashMap<>(environment);
    wrong.put(name, value);
    assertThatThrownBy(() -> ConfigReader.of(wrong, null).read())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(name)
        .hasMessageEndingWith(".");
  }

  @Test
  void idAndTokenGoTogetherAndAreNotNeededToEnrol() throws Exception {
    environment.remove("MUSTER_AGENT_TOKEN");
    assertThatThrownBy(this::read).hasMessageContaining("MUSTER_AGENT_TOKEN");
    environment.remove("MUSTER_AGENT_ID");
    environment.put("MUSTER_ENROLLMENT_TOKEN", "met_secret");
    environment.put("MUSTER_AGENT_NAME", "build 7");

    assertThat(read().agentId()).isNull();
    assertThat(read().token()).isNull();
    assertThat(read().enrollmentToken().value()).isEqualTo("met_secret");
    assertThat(read().name()).isEqualTo("build 7");
    assertThat(read().toString()).doesNotContain("met_secret");
    environment.put("MUSTER_AGENT_TOKEN", "top-secret");
    assertThatThrownBy(this::read).hasMessageContaining("MUSTER_AGENT_ID");
  }

  @Test
  void withoutANameItIsTheHosts() throws Exception {
    assertThat(read().name()).isNotBlank();
  }

  @Test
  void anUnknownSettingInTheFileIsRefused() throws Exception {
    Path file = folder.resolve("agent.properties");
    Files.writeString(file, "MUSTER_AGENT_SLOT=9", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ConfigReader.of(environment, file))
        .hasMessageContaining("MUSTER_AGENT_SLOT");
  }

  private AgentConfig read() throws ConfigException {
    return ConfigReader.of(environment, null).read();
  }
}
