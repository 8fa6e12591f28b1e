package dev.muster.kit.proxy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code X-Forwarded-…} from the near end: each trusted proxy vouches for the entry that it
 * added, and no further. What a caller wrote itself stands behind the first entry of somebody who
 * isn't trusted, and is never reached. Thread-safe, never blocks.
 */
@Singleton
public class ProxyChain {
  private static final int MOST_HOPS = 16;

  private final List<Network> trusted;

  @Inject
  public ProxyChain(ProxyConfig config) {
    trusted = config.trusted().orElse(List.of()).stream().map(Network::parse).toList();
  }

  /** Who sent the request. */
  public ClientAddress client(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    return client(
        peer == null ? null : peer.hostAddress(), request.headers().getAll("X-Forwarded-For"));
  }

  /** Null for a peer without an address. */
  ClientAddress client(String peer, List<String> forwardedFor) {
    return address(peer)
        .map(near -> ClientAddress.of(farthest(near, entries(forwardedFor))))
        .orElse(ClientAddress.UNKNOWN);
  }

  /** Whether the client spoke TLS: with this service, or with a proxy that says so. */
  public boolean isSecure(HttpServerRequest request) {
    return request.isSSL()
        || said(request, "X-Forwarded-Proto").filter("https"::equalsIgnoreCase).isPresent();
  }

  /** The host, with its port unless that is the scheme's own, that the client asked for. */
  public Optional<String> host(HttpServerRequest request) {
    return said(request, "X-Forwarded-Host")
        .or(() -> Optional.ofNullable(request.authority()).map(Object::toString));
  }

  private InetAddress farthest(InetAddress peer, List<String> hops) {
    InetAddress believed = peer;
    for (int i = hops.size() - 1; i >= 0 && hops.size() - i <= MOST_HOPS; i--) {
      if (!isTrusted(believed)) {
        return believed;
      }
      Optional<InetAddress> next = IpLiteral.parse(hops.get(i));
      if (next.isEmpty()) {
        return believed;
      }
      believed = next.get();
    }
    return believed;
  }

  /** What the nearest proxy says, if it may. */
  private Optional<String> said(HttpServerRequest request, String header) {
    List<String> values = entries(request.headers().getAll(header));
    SocketAddress peer = request.remoteAddress();
    return values.isEmpty() || peer == null
        ? Optional.empty()
        : address(peer.hostAddress()).filter(this::isTrusted).map(near -> values.getLast());
  }

  private boolean isTrusted(InetAddress address) {
    for (Network network : trusted) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<InetAddress> address(String peer) {
    return peer == null ? Optional.empty() : IpLiteral.parse(peer.replaceFirst("%.*", ""));
  }

  private static List<String> entries(List<String> lines) {
    List<String> entries = new ArrayList<>();
    for (String line : lines) {
      for (String entry : line.split(",", -1)) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }
}
