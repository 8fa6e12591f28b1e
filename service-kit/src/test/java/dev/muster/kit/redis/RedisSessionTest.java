package dev.muster.kit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.test.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RedisSessionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Test
  void closeReallyClosesTheConnection() {
    String id;
    try (RedisSession session = RedisSession.open(RedisClients.client(), PATIENCE)) {
      id = session.call(Request.cmd(Command.CLIENT).arg("ID"), PATIENCE).toString();
      assertThat(connections()).contains("id=" + id + " ");
    }
    await().until(() -> !connections().contains("id=" + id + " "));
  }

  @Test
  void anAnswerThatDoesNotComeEndsTheSession() throws Exception {
    RedisSession session = RedisSession.open(RedisClients.client(), PATIENCE);
    TestRedis.server().pause();
    try {
      assertThatThrownBy(() -> session.call(Request.cmd(Command.PING), Duration.ofMillis(100)))
          .isInstanceOf(RedisLostException.class);
      assertThat(session.isOpen()).isFalse();
    } finally {
      TestRedis.server().resume();
    }
  }

  @Test
  void aRefusalIsTheServersOwnWordsAndLeavesTheSessionOpen() {
    try (RedisSession session = RedisSession.open(RedisClients.client(), PATIENCE)) {
      assertThatThrownBy(
              () ->
                  session.call(
                      Request.cmd(Command.XREADGROUP)
                          .arg("GROUP")
                          .arg("none")
                          .arg("me")
                          .arg("STREAMS")
                          .arg("nothing")
                          .arg(">"),
                      PATIENCE))
          .isInstanceOfSatisfying(
              RedisRefusedException.class, e -> assertThat(e.is("NOGROUP")).isTrue());
      assertThat(session.call(Request.cmd(Command.PING), PATIENCE)).hasToString("PONG");
    }
  }

  @Test
  void tellsOfItsEnd() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    RedisSession session = RedisSession.open(RedisClients.client(), PATIENCE);
    session.onEnd(ended::countDown);
    RedisClients.command(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
    ended.await();
    assertThat(session.isOpen()).isFalse();
  }

  private static String connections() {
    return RedisClients.command(Command.CLIENT, "LIST").toString();
  }
}
