package dev.muster.kit.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses as proxies write them; never asks a name server. */
final class IpLiteral {
  private static final int LONGEST = 64;
  private static final Pattern DOTTED =
      Pattern.compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?::\\d{1,5})?");
  private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::\\d{1,5})?");
  private static final Pattern PLAIN_V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private IpLiteral() {}

  /** With or without a port; an IPv4 address inside IPv6 is taken out. */
  static Optional<InetAddress> parse(String text) {
    String entry = text.strip();
    if (entry.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher dotted = DOTTED.matcher(entry);
    if (dotted.matches()) {
      return literal(dotted.group(1));
    }
    Matcher bracketed = BRACKETED.matcher(entry);
    if (bracketed.matches()) {
      return literal(bracketed.group(1)).filter(address -> !isDotted(bracketed.group(1)));
    }
    return PLAIN_V6.matcher(entry).matches() ? literal(entry) : Optional.empty();
  }

  private static boolean isDotted(String text) {
    return !text.contains(":");
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      InetAddress address =
          isDotted(text) ? Inet4Address.ofLiteral(text) : InetAddress.ofLiteral(text);
      return Optional.of(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
