package dev.muster.platform.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks loopback ports outside the ephemeral range, where no outgoing connection can take one
 * between two starts of a part.
 */
public final class FreePorts {
  private static final int FIRST = 15_000;
  private static final int LAST = 31_999;

  private FreePorts() {}

  public static int next() {
    for (int tries = 0; tries < 200; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new PlatformException("no free port between " + FIRST + " and " + LAST + " on 127.0.0.1");
  }

  /** Whether somebody could listen on this loopback port now. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
