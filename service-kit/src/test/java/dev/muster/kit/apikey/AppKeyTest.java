package dev.muster.kit.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppKeyTest {
  @Test
  void readsWhatItWrites() {
    AppKey key = new AppKey(Ids.next());
    assertThat(key.text()).matches("mk_[0-9a-f]{32}");
    assertThat(AppKey.parse(key.text())).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mk_",
        "mk_018f3c5e7a0070008000000000000001x",
        "mk_018F3C5E7A0070008000000000000001",
        "mx_018f3c5e7a0070008000000000000001",
        "mk_018f3c5e-7a00-7000-8000-00000000",
        "018f3c5e-7a00-7000-8000-000000000001",
      })
  void nothingElseIsOne(String text) {
    assertThat(AppKey.parse(text)).isEmpty();
    assertThat(AppKey.parse(null)).isEmpty();
  }
}
