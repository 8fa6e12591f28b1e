package dev.muster.kit.proxy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Where a request came from, as far as that can be believed; {@link ProxyChain} finds it. Made of
 * hex digits, dots, colons and a slash only, so it may go into a log or a key as it is.
 *
 * @param text the address, at most 45 characters; {@code unknown} for work that no request began
 * @param network whom limits count together: an IPv4 address by itself, of IPv6 the first 64 bits,
 *     as everybody who has one such address has all of these
 */
public record ClientAddress(String text, String network) {
  public static final ClientAddress UNKNOWN = new ClientAddress("unknown", "unknown");

  private static final int SHARED_GROUPS = 4;

  static ClientAddress of(InetAddress address) {
    String text = address.getHostAddress();
    if (!(address instanceof Inet6Address)) {
      return new ClientAddress(text, text);
    }
    String plain = text.replaceFirst("%.*", "");
    // Java writes all eight groups.
    List<String> groups = List.of(plain.split(":", -1));
    String shared = String.join(":", groups.subList(0, SHARED_GROUPS));
    return new ClientAddress(plain, shared + "::/64");
  }

  @Override
  public String toString() {
    return text;
  }
}
