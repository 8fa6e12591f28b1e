package dev.muster.agent.session;

import dev.muster.agent.attempt.Attempts;
import dev.muster.agent.credential.Credentials;
import dev.muster.agent.delivery.Courier;
import dev.muster.agent.host.HostLoad;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps one connection: when it is over, waits as long as the reason asks for, and connects. */
public final class Connector {
  private static final Logger LOG = Logger.getLogger("muster.session");
  private static final int UNAUTHORIZED = 401;
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Identity identity;
  private final Credentials credentials;
  private final Attempts attempts;
  private final Courier courier;
  private final HostLoad load;
  private final Backoff backoff;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private volatile Session current;
  private volatile long welcomedAt;

  public Connector(
      Identity identity,
      Credentials credentials,
      Attempts attempts,
      Courier courier,
      HostLoad load,
      Backoff backoff) {
    this.identity = identity;
    this.credentials = credentials;
    this.attempts = attempts;
    this.courier = courier;
    this.load = load;
    this.backoff = backoff;
  }

  /** Returns after {@link #leave} or {@link #stop}. */
  public void run() throws InterruptedException {
    try (HttpClient client = Client.of(identity.socket())) {
      while (leaving.getCount() > 0) {
        Session session = new Session(identity, credentials, attempts, courier, load);
        current = session;
        welcomedAt = 0;
        Departure departure = session.serve(client.newWebSocketBuilder(), () -> welcomed(session));
        if (leaving.getCount() == 0) {
          break;
        }
        if (isForAnotherToken(departure, session)) {
          LOG.info("Connecting again: " + departure.sentence());
          continue;
        }
        if (welcomedAt != 0 && System.nanoTime() - welcomedAt > HELD_NANOS) {
          backoff.reset();
        }
        Duration wait = backoff.next(departure);
        Level level = Backoff.onlyAPersonHelps(departure) ? Level.SEVERE : Level.WARNING;
        LOG.log(level, "Not connected: {0}; next try in {1} ms", words(departure, wait));
        boolean unused = leaving.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      }
      client.shutdownNow();
    }
  }

  private void welcomed(Session session) {
    welcomedAt = System.nanoTime();
    credentials.accepted(session.token());
  }

  /** Whether the next connection shows another token, so that there is nothing to wait for. */
  private boolean isForAnotherToken(Departure departure, Session session) {
    return departure instanceof Departure.TokenReplaced
        || (departure instanceof Departure.Refused refused
            && refused.status() == UNAUTHORIZED
            && credentials.refused(session.token()));
  }

  private static Object[] words(Departure departure, Duration wait) {
    return new Object[] {departure.sentence(), Long.toString(wait.toMillis())};
  }

  /** Tells the server at once how many slots are free now. */
  public void heartbeat() {
    Session session = current;
    if (session != null && welcomedAt != 0) {
      session.heartbeat();
    }
  }

  /** Ends for good, with a goodbye: nothing of this agent is left to wait for. */
  public void leave(String reason) throws InterruptedException {
    Session session = current;
    leaving.countDown();
    if (session != null) {
      session.leave(reason);
      session.end();
    }
  }

  /** Ends for good without a word: the server waits for the agent to come back. */
  public void stop() {
    leaving.countDown();
    Session session = current;
    if (session != null) {
      session.end();
    }
  }
}
