package dev.muster.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyEncryptionTest {
  private final KeyEncryption encryption = with(1);

  @Test
  void opensWhatItSealed() throws Exception {
    byte[] plain = {1, 2, 3};
    byte[] sealed = encryption.seal("kid", plain);
    assertThat(sealed).hasSize(12 + 3 + 16);
    assertThat(encryption.open("kid", sealed)).isEqualTo(plain);
  }

  @Test
  void neverSealsTheSameWayTwice() {
    assertThat(encryption.seal("kid", new byte[8]))
        .isNotEqualTo(encryption.seal("kid", new byte[8]));
  }

  @Test
  void refusesAnotherNameAnotherKeyAndAChangedByte() {
    byte[] sealed = encryption.seal("kid", new byte[8]);
    assertThatThrownBy(() -> encryption.open("other", sealed))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> with(2).open("kid", sealed))
        .isInstanceOf(GeneralSecurityException.class);
    sealed[15] ^= 1;
    assertThatThrownBy(() -> encryption.open("kid", sealed))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void namesTheSettingThatIsMissing() {
    assertThatThrownBy(() -> KeyEncryption.of(Optional.empty(), Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("MUSTER_KEY_ENCRYPTION_KEY");
  }

  @Test
  void refusesAKeyOfAnotherLengthWithoutRepeatingIt() {
    for (String wrong : new String[] {"c2hvcnQ=", "not base64!", " "}) {
      assertThatThrownBy(() -> KeyEncryption.of(Optional.of(wrong), Optional.empty()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("MUSTER_KEY_ENCRYPTION_KEY")
          .message()
          .doesNotContain("c2hvcnQ", "not base64");
    }
  }

  @Test
  void opensAndSealsAnewWhatThePreviousKeySealed() throws Exception {
    byte[] plain = {1, 2, 3};
    byte[] sealed = encryption.seal("kid", plain);
    KeyEncryption next = KeyEncryption.of(Optional.of(key(2)), Optional.of(key(1)));
    assertThat(next.open("kid", sealed)).isEqualTo(plain);
    byte[] anew = next.resealed("kid", sealed).orElseThrow();
    assertThat(with(2).open("kid", anew)).isEqualTo(plain);
    assertThat(next.resealed("kid", anew)).isEmpty();
    assertThatThrownBy(() -> next.resealed("kid", with(3).seal("kid", plain)))
        .isInstanceOf(GeneralSecurityException.class);
  }

  static KeyEncryption with(int seed) {
    return KeyEncryption.of(Optional.of(key(seed)), Optional.empty());
  }

  static String key(int seed) {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return Base64.getEncoder().encodeToString(key);
  }
}
