package dev.muster.platform.edge;

import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Why the edge can't listen, with what to do about it. */
final class ListenFailure {
  private ListenFailure() {}

  static String of(Throwable cause, EdgeAddress address) {
    if (cause instanceof BindException && !isOurs(address.host())) {
      return "this machine does not have the address "
          + address.host()
          + "; choose another with --host";
    }
    if (cause instanceof UnknownHostException) {
      return "there is no host " + address.host() + "; choose another with --host";
    }
    String reason = Reason.of(cause);
    if (cause instanceof BindException && !reason.equals("Permission denied")) {
      return "port " + address.port() + " is taken; choose another with --port";
    }
    return "cannot listen on port " + address.port() + ": " + reason;
  }

  /** Whether anything could listen there, on whichever port. */
  private static boolean isOurs(String host) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(host, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
