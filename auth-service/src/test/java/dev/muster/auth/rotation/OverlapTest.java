package dev.muster.auth.rotation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.auth.key.Replica;
import dev.muster.auth.key.SigningKey;
import dev.muster.test.TestDatabase;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/**
 * Two replicas rotate, sign and publish, and a verifier reads keys only so often and never asks for
 * one that it doesn't know: real verifiers do, so this is the worse case.
 */
class OverlapTest {
  private static final byte[] TEXT = "claims".getBytes(US_ASCII);
  private static final Duration AHEAD = Duration.ofSeconds(3);
  private static final Duration VERIFIER_READS_EVERY = Duration.ofMillis(700);
  private static final Replica.Times TIMES = new Replica.Times(Duration.ofSeconds(3), AHEAD);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Signed(String kid, byte[] signature) {}

  private final TestDatabase schema = TestDatabase.freshSchema();
  private final DataSource database = schema.dataSource();
  private final Replica[] replicas = {replica(), replica()};
  private final AtomicBoolean going = new AtomicBoolean(true);
  private final Set<String> signers = ConcurrentHashMap.newKeySet();
  private final Queue<String> failures = new ArrayBlockingQueue<>(100);
  private final AtomicReference<Map<String, PublicKey>> read = new AtomicReference<>();
  private final AtomicLong verified = new AtomicLong();

  @Test
  void noTokenFailsWhileTwoReplicasRotateTheirKeys() throws Exception {
    Flyway.configure().dataSource(database).defaultSchema(schema.schema()).load().migrate();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      read.set(replicas[0].published());
      for (Replica replica : replicas) {
        Rotation rotation = RotationTest.rotation(replica, database, TIMES);
        threads.execute(
            () ->
                repeat(
                    Duration.ofMillis(100),
                    () -> {
                      rotation.step();
                      replica.ring.refresh();
                    }));
      }
      threads.execute(this::readKeys);
      threads.execute(this::signAndVerify);
      await().atMost(Duration.ofMinutes(1)).until(() -> signers.size() >= 3 || !failures.isEmpty());
      going.set(false);
    }
    assertThat(failures).isEmpty();
    assertThat(verified.get()).isGreaterThan(100);
  }

  private void readKeys() {
    AtomicLong turn = new AtomicLong();
    repeat(
        VERIFIER_READS_EVERY,
        () -> read.set(replicas[(int) (turn.incrementAndGet() % 2)].published()));
  }

  private void signAndVerify() {
    Queue<Signed> earlier = new ArrayBlockingQueue<>(200);
    AtomicLong turn = new AtomicLong();
    repeat(
        Duration.ofMillis(2),
        () -> {
          Signed fresh = sign(replicas[(int) (turn.incrementAndGet() % 2)].ring.active());
          signers.add(fresh.kid());
          verify(fresh);
          if (!earlier.offer(fresh)) {
            verify(earlier.remove());
          }
        });
  }

  private void verify(Signed signed) {
    PublicKey key = read.get().get(signed.kid());
    if (key == null) {
      failures.add("unknown key " + signed.kid());
      return;
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update(TEXT);
      if (signature.verify(signed.signature())) {
        verified.incrementAndGet();
      } else {
        failures.add("wrong signature of " + signed.kid());
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signed sign(SigningKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.privateKey());
      signature.update(TEXT);
      return new Signed(key.kid(), signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What goes wrong in a thread is a failure of the test. */
  private void repeat(Duration pause, Runnable work) {
    while (going.get()) {
      try {
        work.run();
      } catch (RuntimeException e) {
        failures.add(e.toString());
        return;
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private Replica replica() {
    return new Replica(database, TIMES);
  }
}
