package dev.muster.kit.proxy;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses, as {@code 10.0.0.0/8} or {@code fd00::/8}; a lone address is a block of
 * one.
 *
 * @param bits of the prefix that count
 */
record Network(InetAddress prefix, int bits) {

  static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    InetAddress prefix =
        IpLiteral.parse(address).orElseThrow(() -> new IllegalArgumentException(wrong(text)));
    int most = prefix.getAddress().length * 8;
    if (slash < 0) {
      return new Network(prefix, most);
    }
    String length = text.substring(slash + 1).strip();
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
      throw new IllegalArgumentException(wrong(text));
    }
    return new Network(prefix, Integer.parseInt(length));
  }

  boolean contains(InetAddress address) {
    byte[] mine = prefix.getAddress();
    byte[] its = address.getAddress();
    int whole = bits / 8;
    if (mine.length != its.length || !Arrays.equals(mine, 0, whole, its, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || (mine[whole] & 0xff) >> (8 - rest) == (its[whole] & 0xff) >> (8 - rest);
  }

  private static String wrong(String text) {
    return "muster.proxy.trusted: " + text + " is no address or network";
  }
}
