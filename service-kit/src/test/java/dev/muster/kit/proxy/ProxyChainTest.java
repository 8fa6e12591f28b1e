package dev.muster.kit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyChainTest {
  private final ProxyChain chain = trusting("10.0.0.0/8", "2001:db8:1::/48", "192.0.2.7");

  @Test
  void withoutTrustedProxiesThePeerIsTheClientWhateverItSays() {
    assertThat(trusting().client("198.51.100.1", List.of("203.0.113.9")))
        .hasToString("198.51.100.1");
  }

  @Test
  void aPeerThatIsNotTrustedSpeaksForNobody() {
    assertThat(chain.client("198.51.100.1", List.of("203.0.113.9"))).hasToString("198.51.100.1");
    assertThat(chain.client("192.0.2.8", List.of("203.0.113.9"))).hasToString("192.0.2.8");
  }

  @Test
  void aTrustedProxyVouchesForTheEntryItAdded() {
    assertThat(chain.client("10.1.2.3", List.of("203.0.113.9"))).hasToString("203.0.113.9");
    assertThat(chain.client("192.0.2.7", List.of("203.0.113.9"))).hasToString("203.0.113.9");
    assertThat(chain.client("2001:db8:1:5::1", List.of("203.0.113.9"))).hasToString("203.0.113.9");
  }

  @Test
  void whatTheCallerWroteItselfIsNeverReached() {
    assertThat(chain.client("10.1.2.3", List.of("1.1.1.1, 10.9.9.9, 203.0.113.9")))
        .hasToString("203.0.113.9");
    assertThat(chain.client("10.1.2.3", List.of("1.1.1.1", "203.0.113.9", "10.4.4.4")))
        .hasToString("203.0.113.9");
  }

  @Test
  void severalTrustedHopsAreFollowedInOneHeaderOrMany() {
    assertThat(chain.client("10.1.2.3", List.of("203.0.113.9, 192.0.2.7", "10.8.0.1")))
        .hasToString("203.0.113.9");
  }

  @Test
  void aRequestThatBeganAtATrustedAddressIsItsOwn() {
    assertThat(chain.client("10.1.2.3", List.of("10.8.0.1"))).hasToString("10.8.0.1");
    assertThat(chain.client("10.1.2.3", List.of())).hasToString("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "unknown",
        "_hidden",
        "localhost",
        "example.com",
        "1",
        "1.2.3",
        "256.1.1.1",
        "1.2.3.4.5",
        "0x7f.0.0.1",
        "1.2.3.4;drop",
        "1.2.3.4\r\nX-Evil: 1",
        "fe80::1%eth0",
        "[::1",
        "[1.2.3.4]",
        ":::",
        "::1::",
        "1.2.3.4:port",
        "<script>",
        "1.2.3.4 5.6.7.8"
      })
  void garbageEndsTheChainAtTheLastProxyThatIsBelieved(String entry) {
    assertThat(chain.client("10.1.2.3", List.of("203.0.113.9, " + entry))).hasToString("10.1.2.3");
    assertThat(chain.client("10.1.2.3", List.of(entry + ", 10.8.0.1"))).hasToString("10.8.0.1");
  }

  @Test
  void anEndlessChainIsFollowedOnlySoFar() {
    String line = String.join(",", Collections.nCopies(5_000, "10.8.0.1"));
    assertThat(chain.client("10.1.2.3", List.of("203.0.113.9," + line))).hasToString("10.8.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9:4711, 203.0.113.9, 203.0.113.9",
    "::ffff:203.0.113.9, 203.0.113.9, 203.0.113.9",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1, 2001:db8:0:0::/64",
    "[2001:db8::1]:443, 2001:db8:0:0:0:0:0:1, 2001:db8:0:0::/64",
    "[2001:db8::1], 2001:db8:0:0:0:0:0:1, 2001:db8:0:0::/64",
    "2001:db8:0:0:ffff:1:2:3, 2001:db8:0:0:ffff:1:2:3, 2001:db8:0:0::/64"
  })
  void addressesAreReadAsProxiesWriteThem(String entry, String text, String network) {
    ClientAddress client = chain.client("10.1.2.3", List.of(entry));
    assertThat(client).isEqualTo(new ClientAddress(text, network));
  }

  @Test
  void theZoneOfALinkLocalPeerIsNoPartOfItsAddress() {
    assertThat(chain.client("fe80:0:0:0:0:0:0:1%eth0", List.of()))
        .hasToString("fe80:0:0:0:0:0:0:1");
  }

  @Test
  void aPeerWithoutAnAddressIsUnknown() {
    assertThat(chain.client(null, List.of("203.0.113.9"))).isEqualTo(ClientAddress.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "proxy", "10.0.0/8"})
  void aNetworkThatIsNoneIsRefusedAtTheStart(String network) {
    assertThatThrownBy(() -> trusting(network)).hasMessageContaining(network);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
    "192.168.4.0/22, 192.168.7.255, 192.168.8.0",
    "fd00::/7, fcff::1, fe00::1",
    "127.0.0.1, 127.0.0.1, 127.0.0.2"
  })
  void aNetworkEndsWhereItsPrefixEnds(String network, String inside, String outside) {
    Network parsed = Network.parse(network);
    assertThat(parsed.contains(IpLiteral.parse(inside).orElseThrow())).isTrue();
    assertThat(parsed.contains(IpLiteral.parse(outside).orElseThrow())).isFalse();
  }

  private static ProxyChain trusting(String... networks) {
    return new ProxyChain(() -> Optional.of(List.of(networks)));
  }
}
