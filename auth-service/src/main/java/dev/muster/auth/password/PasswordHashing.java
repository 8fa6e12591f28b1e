package dev.muster.auth.password;

import static java.nio.charset.StandardCharsets.US_ASCII;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * bcrypt over {@link Prehash}, bounded by {@link HashingPool}. Every method blocks for one whole
 * bcrypt and may throw 5003.
 */
@ApplicationScoped
public class PasswordHashing {
  private final int cost;
  private final HashingPool pool;
  private final Timer timer;

  /** The hash of a password that nobody knows, at the cost of all others. */
  private final String nobodys;

  @Inject
  PasswordHashing(PasswordConfig config, MeterRegistry metrics) {
    cost = config.cost();
    pool =
        new HashingPool(
            config.parallel() > 0 ? config.parallel() : halfTheCores(), config.waiting());
    timer =
        Timer.builder("muster.password.bcrypt")
            .description("bcrypt computations for registrations and logins")
            .register(metrics);
    nobodys = bcrypt(UUID.randomUUID().toString());
  }

  /** A new hash with its own salt, for storing. */
  public String hash(String password) {
    return pool.call(() -> timer.recordCallable(() -> bcrypt(password)));
  }

  /** Throws 5003 when so many are under way that a check would be sent away: before other work. */
  public void requireRoom() {
    pool.requireRoom();
  }

  public boolean matches(String password, String hash) {
    return pool.call(() -> timer.recordCallable(() -> verify(password, hash)));
  }

  /**
   * Does what {@link #matches} does, for an account that doesn't exist or may not log in, so that
   * the answer takes the same time.
   */
  public void matchesNobody(String password) {
    matches(password, nobodys);
  }

  private static int halfTheCores() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  private String bcrypt(String password) {
    return new String(BCrypt.withDefaults().hash(cost, Prehash.of(password)), US_ASCII);
  }

  private static boolean verify(String password, String hash) {
    return BCrypt.verifyer().verify(Prehash.of(password), hash.getBytes(US_ASCII)).verified;
  }

  @PreDestroy
  void close() {
    pool.close();
  }
}
