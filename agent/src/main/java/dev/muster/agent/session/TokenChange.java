package dev.muster.agent.session;

import dev.muster.agent.config.Secret;
import dev.muster.agent.credential.Credentials;
import dev.muster.error.ErrorCode;
import dev.muster.wire.Ack;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The agent's part in a token rotation: it keeps the new token, acknowledges it, and connects anew
 * to show it. Tasks run on meanwhile.
 */
final class TokenChange {
  private static final Logger LOG = Logger.getLogger("muster.session");

  private final Credentials credentials;
  private final Secret shown;
  private final BiConsumer<Ack, Runnable> acks;
  private final Runnable connectAnew;

  /**
   * @param shown the token that this connection was opened with
   * @param acks sends an acknowledgement, and runs something once it is on its way
   */
  TokenChange(
      Credentials credentials, Secret shown, BiConsumer<Ack, Runnable> acks, Runnable connectAnew) {
    this.credentials = credentials;
    this.shown = shown;
    this.acks = acks;
    this.connectAnew = connectAnew;
  }

  void take(String messageId, String text) {
    if (!Secret.isToken(text)) {
      acks.accept(
          Ack.of(messageId, ErrorCode.BAD_PARAMETER, "the token has characters it can't have"),
          () -> {});
      return;
    }
    Secret token = new Secret(text);
    try {
      credentials.offered(token);
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "The new token of the server can't be kept", e);
      acks.accept(
          Ack.of(messageId, ErrorCode.SERVER_ERROR, "the new token can't be kept"), () -> {});
      return;
    }
    LOG.info("The server gave this agent a new token");
    acks.accept(Ack.ok(messageId), token.equals(shown) ? () -> {} : connectAnew);
  }
}
