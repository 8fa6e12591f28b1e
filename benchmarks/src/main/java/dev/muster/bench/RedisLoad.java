package dev.muster.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Puts data into a Redis: many commands in a row, each with an answer of one line. */
final class RedisLoad implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final BufferedReader answers;
  private int unread;

  RedisLoad(int port, String password) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    answers =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    add("AUTH", password);
    flush();
  }

  void add(String... words) throws IOException {
    StringBuilder command = new StringBuilder().append('*').append(words.length).append("\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    out.write(command.toString().getBytes(StandardCharsets.UTF_8));
    unread++;
  }

  /** Waits for all answers; throws for an error among them. */
  void flush() throws IOException {
    out.flush();
    for (; unread > 0; unread--) {
      String answer = answers.readLine();
      if (answer == null || answer.startsWith("-")) {
        throw new IOException("Redis answered " + answer);
      }
    }
  }

  /** One command; its answer as text, which is a number, a status or one line of text. */
  String ask(String... words) throws IOException {
    flush();
    add(words);
    out.flush();
    unread = 0;
    String answer = answers.readLine();
    if (answer == null || answer.startsWith("-") || answer.equals("$-1")) {
      throw new IOException("Redis answered " + answer);
    }
    return answer.startsWith("$") ? answers.readLine() : answer.substring(1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
