package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.platform.Checkout;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a new user to type works as it stands. */
@ExtendWith(OnStage.class)
class QuickstartTest {
  private static final Pattern STEPS =
      Pattern.compile("## Step by step with curl.*?```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theStepsOfTheReadmeWorkAsTheyStand(Stage stage) throws Exception {
    assumeTrue(hasCurl(), "no curl on this machine: the README's steps were not tried");
    Files.createSymbolicLink(folder.resolve(".muster"), stage.platform().data().toAbsolutePath());
    Matcher steps = STEPS.matcher(Files.readString(Checkout.here().root().resolve("README.md")));
    assertThat(steps.find()).isTrue();
    String answers =
        run(steps.group(1) + "\necho; echo \"id=$MUSTER_AGENT_ID token=$MUSTER_AGENT_TOKEN\"");

    assertThat(answers)
        .contains("\"email\":\"admin@muster.local\"")
        .contains("\"name\":\"local-1\"")
        .contains("\"type\":\"process\"")
        .containsPattern("\"canceled\":true|\"code\":3001")
        .containsPattern("id=[0-9a-f-]{36} token=[A-Za-z0-9_-]{20,}\n")
        .doesNotContainPattern("\"code\":[1245]\\d\\d\\d");
  }

  private String run(String script) throws Exception {
    Path output = folder.resolve("output");
    Process shell =
        new ProcessBuilder("sh", "-euc", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(shell.exitValue()).as(text).isZero();
    return text;
  }

  private static boolean hasCurl() throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v curl >/dev/null").start().waitFor() == 0;
  }
}
