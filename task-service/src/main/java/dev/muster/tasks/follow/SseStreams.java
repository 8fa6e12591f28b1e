package dev.muster.tasks.follow;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Serves event streams. One ends with what it tells, with its reader, with the reader's token, and
 * with the replica; the reader comes back where it left off.
 */
@ApplicationScoped
public class SseStreams {
  private static final Logger LOG = Logger.getLogger(SseStreams.class);

  /** How soon a reader that left, or whose token was revoked, is noticed. */
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Places places;
  private final TokenVerifier tokens;
  private final FollowConfig config;

  @Inject
  SseStreams(Places places, TokenVerifier tokens, FollowConfig config) {
    this.places = places;
    this.tokens = tokens;
    this.config = config;
  }

  /**
   * Returns when the stream is over. Throws nothing: the answer has begun. To be called by who has
   * a place.
   */
  public void serve(SseSource source, News news, VerifiedToken token, HttpServerResponse response) {
    SseWriter out = new SseWriter(response);
    out.begin();
    while (isWanted(out, token)) {
      long began = System.nanoTime();
      SseSource.Next next = tell(source, out);
      if (next == SseSource.Next.END) {
        return;
      }
      if (next == SseSource.Next.WAIT) {
        await(news, out, token, began);
      }
    }
  }

  private boolean isWanted(SseWriter out, VerifiedToken token) {
    return out.isOpen()
        && !places.isEnding()
        && !Thread.currentThread().isInterrupted()
        && tokens.isStillGood(token);
  }

  private static SseSource.Next tell(SseSource source, SseWriter out) {
    try {
      return source.tell(out);
    } catch (CommitUnknownException nothingWasToBeCommitted) {
      return SseSource.Next.WAIT;
    } catch (ContractException e) {
      return e.code() == ErrorCode.UNAVAILABLE ? SseSource.Next.WAIT : SseSource.Next.END;
    } catch (RuntimeException e) {
      LOG.error("an event stream broke", e);
      return SseSource.Next.END;
    }
  }

  /** Until it is time to look again, or nobody is there to look for. */
  private void await(News news, SseWriter out, VerifiedToken token, long lastLook) {
    boolean due = false;
    while (!due && isWanted(out, token)) {
      due = news.await(STEP) || since(lastLook) >= news.lookAgain().toNanos();
      if (out.silence().compareTo(config.keepAlive()) >= 0) {
        out.comment();
      }
    }
  }

  private static long since(long moment) {
    return System.nanoTime() - moment;
  }
}
