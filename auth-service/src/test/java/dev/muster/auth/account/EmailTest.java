package dev.muster.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmailTest {
  @Test
  void trimsAndLowersCase() {
    assertThat(Email.parse("  Ada.Lovelace+x@Example.COM\t").orElseThrow().text())
        .isEqualTo("ada.lovelace+x@example.com");
  }

  @Test
  void acceptsAHostWithoutDots() {
    assertThat(Email.parse("admin@localhost")).isPresent();
  }

  @Test
  void refusesWhatIsNoAddress() {
    List<String> wrong =
        List.of(
            "",
            "@",
            "a",
            "a@",
            "@b",
            "a@b@c",
            "a b@c",
            "a@b..c",
            "a@-b",
            "a@b-",
            "a@.b",
            "a@b\u0000",
            "ä@b.c",
            "\u212Aelvin@b.c",
            "a@b\nc",
            "x".repeat(65) + "@b.c",
            "a@" + "b".repeat(64) + ".c");
    assertThat(wrong).allSatisfy(text -> assertThat(Email.parse(text)).as(text).isEmpty());
  }

  @Test
  void refusesMoreThan254Characters() {
    String domain = ("a".repeat(61) + ".").repeat(4);
    String longest = "abc@" + domain + "aa";
    assertThat(longest).hasSize(254);
    assertThat(Email.parse(longest)).isPresent();
    assertThat(Email.parse("x" + longest)).isEmpty();
  }
}
