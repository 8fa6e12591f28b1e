package dev.muster.agent.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.config.Secret;
import dev.muster.agent.data.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
  private static final Secret FIRST = new Secret("first-token");
  private static final Secret SECOND = new Secret("second-token");
  private static final Secret THIRD = new Secret("third-token");

  @TempDir private Path folder;
  private DataFolder data;

  @BeforeEach
  void open() throws Exception {
    data = DataFolder.open(folder.resolve("data"));
  }

  @AfterEach
  void close() throws IOException {
    data.close();
  }

  @Test
  void anOfferedTokenOutlastsACrashTogetherWithTheOneBeforeIt() throws Exception {
    configured(FIRST).offered(SECOND);

    Credentials restarted = configured(FIRST);
    assertThat(restarted.token()).isEqualTo(SECOND);
    assertThat(restarted.refused(SECOND)).isTrue();
    assertThat(restarted.token()).isEqualTo(FIRST);
    assertThat(restarted.refused(FIRST)).isFalse();
    assertThat(restarted.token()).isEqualTo(SECOND);
  }

  @Test
  void onceTheServerHasAcceptedOneTheOtherIsForgotten() throws Exception {
    Credentials credentials = configured(FIRST);
    credentials.offered(SECOND);
    credentials.accepted(SECOND);

    assertThat(stored()).contains("second-token").doesNotContain("first-token");
    assertThat(configured(FIRST).refused(SECOND)).isFalse();
  }

  @Test
  void anOfferThatTheServerForgotGivesWayToTheTokenBefore() throws Exception {
    Credentials credentials = configured(FIRST);
    credentials.offered(SECOND);
    credentials.refused(SECOND);
    credentials.accepted(FIRST);

    assertThat(credentials.token()).isEqualTo(FIRST);
    assertThat(stored()).doesNotContain("second-token");
  }

  @Test
  void anOfferThatComesBeforeTheWelcomeStays() throws Exception {
    Credentials credentials = configured(FIRST);
    credentials.offered(SECOND);
    credentials.accepted(FIRST);

    assertThat(credentials.token()).isEqualTo(SECOND);
    assertThat(configured(FIRST).refused(SECOND)).isTrue();
  }

  @Test
  void anotherOfferTakesThePlaceOfOneThatWasNeverAccepted() throws Exception {
    Credentials credentials = configured(FIRST);
    credentials.offered(SECOND);
    credentials.refused(SECOND);
    credentials.offered(THIRD);

    assertThat(credentials.token()).isEqualTo(THIRD);
    credentials.refused(THIRD);
    assertThat(credentials.token()).isEqualTo(FIRST);
  }

  @Test
  void theSameOfferTwiceChangesNothing() throws Exception {
    Credentials credentials = configured(FIRST);
    credentials.offered(SECOND);
    credentials.offered(SECOND);

    credentials.refused(SECOND);
    assertThat(credentials.token()).isEqualTo(FIRST);
  }

  @Test
  void aTokenThatIsConfiguredAnewCounts() throws Exception {
    configured(FIRST).offered(SECOND);

    assertThat(configured(THIRD).token()).isEqualTo(THIRD);
    assertThat(configured(THIRD).refused(THIRD)).isFalse();
  }

  @Test
  void anotherAgentsTokenIsNotTaken() throws Exception {
    configured(FIRST).offered(SECOND);

    assertThat(new CredentialStore(data).configured("agent-2", FIRST).token()).isEqualTo(FIRST);
  }

  @Test
  void whatAnEnrolmentGaveIsKept() throws Exception {
    CredentialStore store = new CredentialStore(data);
    assertThat(store.enrolled()).isEmpty();
    store.keep("agent-7", FIRST).offered(SECOND);

    Credentials restarted = new CredentialStore(data).enrolled().orElseThrow();
    assertThat(restarted.agentId()).isEqualTo("agent-7");
    assertThat(restarted.token()).isEqualTo(SECOND);
  }

  @Test
  void whatTookThePlaceOfAConfiguredTokenIsNoEnrolment() throws Exception {
    configured(FIRST).offered(SECOND);

    assertThat(new CredentialStore(data).enrolled()).isEmpty();
  }

  @Test
  void onlyTheAgentsUserCanReadThem() throws Exception {
    configured(FIRST).offered(SECOND);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatCannotBeReadIsNotTakenForNone() throws Exception {
    configured(FIRST).offered(SECOND);
    Files.writeString(file(), "nonsense", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> configured(FIRST)).isInstanceOf(IOException.class);
  }

  @Test
  void aTokenThatCannotBeKeptIsNotTaken() throws Exception {
    Credentials credentials = configured(FIRST);
    Files.delete(folder.resolve("data/credentials"));
    Files.writeString(folder.resolve("data/credentials"), "", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> credentials.offered(SECOND)).isInstanceOf(IOException.class);
    assertThat(credentials.token()).isEqualTo(FIRST);
  }

  private Credentials configured(Secret token) throws IOException {
    return new CredentialStore(data).configured("agent-1", token);
  }

  private Path file() {
    return folder.resolve("data/credentials/credentials");
  }

  private String stored() throws IOException {
    return Files.readString(file(), StandardCharsets.UTF_8);
  }
}
