package dev.muster.platform.redis;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Enough of the protocol to look after a server: one command, one simple answer. */
final class RedisConnection implements Closeable {
  private final Socket socket;

  private RedisConnection(Socket socket) {
    this.socket = socket;
  }

  static RedisConnection open(int port, String password) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(2_000);
      RedisConnection connection = new RedisConnection(socket);
      connection.command("AUTH", password);
      return connection;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends a command and returns the first line of the answer; an error answer is thrown. */
  String command(String... words) throws IOException {
    StringBuilder request = new StringBuilder().append('*').append(words.length).append("\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    OutputStream out = socket.getOutputStream();
    out.write(request.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    String answer =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (answer == null) {
      throw new IOException("connection closed");
    }
    if (answer.startsWith("-")) {
      throw new IOException(answer.substring(1));
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
