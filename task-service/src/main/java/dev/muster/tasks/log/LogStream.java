package dev.muster.tasks.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.kit.token.Revocations;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.watch.OwnWatches;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.LogContent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Serves one follower's event stream. It is woken by Redis and reads on from PostgreSQL by its own
 * place, so it misses nothing and repeats nothing, whatever happens to the notices.
 */
@ApplicationScoped
class LogStream {
  private static final Logger LOG = Logger.getLogger(LogStream.class);
  private static final Duration DATABASE_AWAY = Duration.ofSeconds(1);

  @Inject LogTail tail;
  @Inject Followers followers;
  @Inject OwnWatches watches;
  @Inject Revocations revocations;
  @Inject TaskConfig config;
  @Inject Clock clock;

  /**
   * Returns when the stream is over. Throws, before anything is sent, what the caller is to know.
   */
  void serve(LogQuery query, VerifiedToken token, EventOutlet outlet) throws InterruptedException {
    UUID callerId = token.userId().orElseThrow(() -> ContractException.notFound("task"));
    boolean admin = token.has(Role.ADMIN);
    LogCursor at = tail.locate(query, callerId, admin);
    try (Follower follower = followers.join(query)) {
      outlet.onEnd(follower::wake);
      boolean watching = false;
      try (outlet) {
        outlet.comment("following");
        Duration silence = Duration.ZERO;
        while (outlet.open() && !followers.stopped() && isValid(token)) {
          LogTail.Look look = look(query, at, callerId, admin);
          if (look == null) {
            follower.await(DATABASE_AWAY);
          } else if (look.content().length() > 0) {
            send(outlet, query.phase(), look);
            at = look.next();
            silence = Duration.ZERO;
          } else if (look.complete()) {
            end(outlet, query.phase(), look.next().offset());
            return;
          } else {
            at = look.next();
            if (!watching) {
              watches.keep(query.taskId(), query.phase());
              watching = true;
            }
            silence = wait(follower, outlet, silence);
          }
        }
      } catch (ContractException e) {
        LOG.debugf("a stream of task %s ends: %s", query.taskId(), e.getMessage());
      } finally {
        if (watching) {
          watches.release(query.taskId(), query.phase());
        }
      }
    }
  }

  /** Null when PostgreSQL is away, which ends no stream. */
  private LogTail.Look look(LogQuery query, LogCursor at, UUID callerId, boolean admin) {
    try {
      return tail.look(query, at, callerId, admin);
    } catch (CommitUnknownException e) {
      // Nothing was to be committed.
      return null;
    } catch (ContractException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        return null;
      }
      throw e;
    }
  }

  /** Answers for how long nothing has been sent. */
  private Duration wait(Follower follower, EventOutlet outlet, Duration silence)
      throws InterruptedException {
    long began = System.nanoTime();
    follower.await(followers.patience(config.logKeepAlive().minus(silence)));
    Duration now = silence.plusNanos(System.nanoTime() - began);
    if (now.compareTo(config.logKeepAlive()) < 0) {
      return now;
    }
    outlet.comment("alive");
    return Duration.ZERO;
  }

  /** Whoever was let in isn't for ever; a new token resumes where this stream ended. */
  private boolean isValid(VerifiedToken token) {
    return token.expiresAt().isAfter(clock.instant()) && !revocations.isRevoked(token);
  }

  private static void send(EventOutlet outlet, String phase, LogTail.Look look)
      throws InterruptedException {
    LogContent content = look.content();
    long next = look.next().offset();
    ObjectNode data =
        FrameCodec.JSON
            .createObjectNode()
            .put("phase", phase)
            .put("offset", next - content.length())
            .put("next_offset", next);
    content
        .text()
        .ifPresentOrElse(
            text -> data.put("content", text), () -> data.put("content_base64", content.bytes()));
    outlet.event("log", Long.toString(next), data);
  }

  private static void end(EventOutlet outlet, String phase, long offset)
      throws InterruptedException {
    outlet.event(
        "end",
        Long.toString(offset),
        FrameCodec.JSON.createObjectNode().put("phase", phase).put("offset", offset));
  }
}
