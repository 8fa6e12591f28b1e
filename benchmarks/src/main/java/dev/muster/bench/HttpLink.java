package dev.muster.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Optional;

/**
 * One connection of HTTP/1.1 that stays open, for one request at a time, on one event loop: as
 * little as a client can cost.
 */
final class HttpLink {
  private static final HttpAnswer ENDED = new HttpAnswer(0, "");

  /** Told of one answer, on the event loop. */
  interface Heard {
    /**
     * The whole answer.
     *
     * @param answer of status 0 when the connection ended instead
     */
    void heard(HttpAnswer answer);
  }

  private final Context context;
  private final NetSocket socket;
  private final String headers;
  private Buffer unread = Buffer.buffer();
  private Heard waiting;

  private HttpLink(Context context, NetSocket socket, String headers) {
    this.context = context;
    this.socket = socket;
    this.headers = headers;
    socket.handler(this::received);
    socket.closeHandler(ignored -> answer(ENDED));
  }

  /**
   * To be called on the event loop that is to own it.
   *
   * @param credentials header lines, each with its end
   */
  static Future<HttpLink> open(Vertx vertx, NetClient client, URI server, String credentials) {
    Context context = vertx.getOrCreateContext();
    String headers = " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n" + credentials;
    return client
        .connect(server.getPort(), server.getHost())
        .map(socket -> new HttpLink(context, socket, headers));
  }

  /** The header line of a token. */
  static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  /** From any thread. */
  void run(Runnable work) {
    context.runOnContext(ignored -> work.run());
  }

  /** On the event loop. */
  void post(String path, String type, byte[] body, Heard heard) {
    waiting = heard;
    String head =
        "POST "
            + path
            + headers
            + "Content-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    var unused =
        socket.write(
            Buffer.buffer(head.length() + body.length).appendString(head).appendBytes(body));
  }

  private void received(Buffer part) {
    unread = unread.length() == 0 ? part : Buffer.buffer().appendBuffer(unread).appendBuffer(part);
    Optional<HttpAnswer> answer = HttpAnswer.read(unread);
    if (answer.isPresent()) {
      unread = Buffer.buffer();
      answer(answer.get());
    }
  }

  private void answer(HttpAnswer answer) {
    Heard heard = waiting;
    waiting = null;
    if (heard != null) {
      heard.heard(answer);
    }
  }
}
