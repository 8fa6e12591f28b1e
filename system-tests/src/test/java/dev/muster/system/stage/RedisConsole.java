package dev.muster.system.stage;

import dev.muster.platform.LocalPlatform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Inline commands to the platform's Redis. */
public final class RedisConsole {
  private RedisConsole() {}

  /** Runs one command with a simple answer; throws for an error. */
  public static void run(LocalPlatform platform, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.redis().port());
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.setSoTimeout(5_000);
      for (String line : new String[] {"AUTH " + platform.redisPassword(), command}) {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        String answer = answers.readLine();
        if (answer == null || answer.startsWith("-")) {
          throw new IOException("Redis answered " + answer);
        }
      }
    }
  }
}
