package dev.muster.agent.credential;

import dev.muster.agent.config.Secret;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who this agent is and by which token it proves it. A token that the server offers is kept before
 * it is acknowledged, and the one before it until the server has accepted one of the two: whichever
 * of them the server believes in after a crash on either side, it is here.
 */
public final class Credentials {
  private static final Logger LOG = Logger.getLogger("muster.session");

  private final CredentialFile file;
  private Kept kept;
  private boolean tryPrevious;

  Credentials(CredentialFile file, Kept kept) {
    this.file = file;
    this.kept = kept;
  }

  public String agentId() {
    return kept.agentId();
  }

  /** The token to show at the next connection. */
  public synchronized Secret token() {
    return tryPrevious ? kept.previous() : kept.token();
  }

  /** Keeps a token that the server offers; throws when it isn't on disk. */
  public synchronized void offered(Secret token) throws IOException {
    if (!token.equals(kept.token())) {
      // Not the offer before: that one is void by now.
      Secret valid = token();
      Kept changed = new Kept(kept.agentId(), token, valid, kept.configured());
      file.write(changed);
      kept = changed;
    }
    tryPrevious = false;
  }

  /**
   * The server has let the agent in with this token. If it is the newest, the one before is void;
   * if it is the one before, and the newest was refused, the newest is. An offer that came on the
   * same connection stays.
   */
  public synchronized void accepted(Secret token) {
    if (kept.previous() == null || !(tryPrevious || token.equals(kept.token()))) {
      return;
    }
    Kept settled = new Kept(kept.agentId(), token, null, kept.configured());
    kept = settled;
    tryPrevious = false;
    try {
      file.write(settled);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A token that is void can't be removed from " + file, e);
    }
  }

  /** The server refuses this token. Whether another one is worth a try at once. */
  public synchronized boolean refused(Secret token) {
    if (kept.previous() == null) {
      return false;
    }
    tryPrevious = token.equals(kept.token());
    return tryPrevious;
  }
}
