package dev.muster.platform.edge;

/**
 * Where the edge listens.
 *
 * @param host a name or an address; one of IPv6 may stand in brackets
 */
public record EdgeAddress(String host, int port) {

  public EdgeAddress {
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
  }

  /** The URL under which this machine reaches it. */
  public String base() {
    String reachable =
        switch (host) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          default -> host;
        };
    return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port;
  }
}
