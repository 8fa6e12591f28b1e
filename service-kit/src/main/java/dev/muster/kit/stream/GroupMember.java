package dev.muster.kit.stream;

import dev.muster.kit.redis.RedisLostException;
import dev.muster.kit.redis.RedisRefusedException;
import dev.muster.kit.redis.RedisSession;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A consumer's standing with Redis. It outlives connections: what was handled but could not be
 * acknowledged is acknowledged over the next one, without being handled again.
 */
final class GroupMember implements Custody {
  private static final int OWN_IDS = 1_000;

  private final GroupCommands commands;
  private final StreamConfig config;
  private final List<String> handled = new ArrayList<>();
  private RedisSession session;

  GroupMember(GroupCommands commands, StreamConfig config) {
    this.commands = commands;
    this.config = config;
  }

  /** Goes on over this connection. Answers the connection's number, by which it can be woken. */
  long enter(RedisSession connected) {
    session = connected;
    long id = call(Request.cmd(Command.CLIENT).arg("ID")).toLong();
    join();
    acknowledgeHandled();
    return id;
  }

  /** Makes the group if there is none. */
  void join() {
    try {
      call(commands.create());
    } catch (RedisRefusedException e) {
      if (!e.is("BUSYGROUP")) {
        throw e;
      }
    }
  }

  Entries readOwn(int count) {
    return Entries.ofRead(call(commands.readOwn(count)), commands.stream());
  }

  Entries readNew(int count) {
    Duration block = config.block();
    Response answer = session.call(commands.readNew(count, block), block.plus(config.timeout()));
    return Entries.ofRead(answer, commands.stream());
  }

  /** One page of abandoned entries. */
  Claim claim(String from, int count) {
    Response answer = call(commands.claim(config.claimAfter(), from, count));
    Response list = answer.get(1);
    return new Claim(answer.get(0).toString(), list.size() > 0, Entries.of(list));
  }

  /**
   * What was claimed.
   *
   * @param next where to go on; {@code 0-0} after the last page
   * @param any whether there was anything; Redis 6.2 doesn't say the ids of entries that were cut
   *     off the stream, they only appear among one's own
   */
  record Claim(String next, boolean any, Entries entries) {
    boolean isLast() {
      return next.equals("0-0");
    }
  }

  @Override
  public void done(List<StreamEntry> entries) {
    entries.forEach(entry -> handled.add(entry.id()));
    acknowledgeHandled();
  }

  void dismiss(List<String> ids) {
    handled.addAll(ids);
    acknowledgeHandled();
  }

  private void acknowledgeHandled() {
    if (!handled.isEmpty()) {
      call(commands.acknowledge(handled));
      handled.clear();
    }
  }

  /** Best effort: without it another consumer may handle them too. */
  @Override
  public void hold(List<StreamEntry> entries) {
    if (session.isOpen()) {
      try {
        call(commands.age(entries.stream().map(StreamEntry::id).toList(), Duration.ZERO));
      } catch (RedisLostException | RedisRefusedException e) {
        session.close();
      }
    }
  }

  @Override
  public void bury(StreamEntry entry, Exception reason) {
    DeadLetter letter = DeadLetter.of(commands, entry, reason, System.currentTimeMillis());
    session.callAll(
        List.of(letter.add(config.deadLetters()), commands.acknowledge(List.of(entry.id()))),
        config.timeout());
  }

  /** Not delivered, and delivered but not acknowledged. */
  long[] backlog() {
    Response answer = call(commands.backlog());
    return new long[] {answer.get(0).toLong(), answer.get(1).toLong()};
  }

  void forgetConsumers() {
    call(commands.forgetConsumers(config.forgetAfter()));
  }

  /** Entries still in hand look abandoned at once; without any, the consumer is deleted. */
  void leave() {
    Response own = call(commands.ownIds(OWN_IDS));
    List<String> ids =
        StreamSupport.stream(own.spliterator(), false).map(one -> one.get(0).toString()).toList();
    if (!ids.isEmpty()) {
      call(commands.age(ids, config.claimAfter().multipliedBy(2)));
    }
    call(commands.leave());
  }

  private Response call(Request request) {
    return session.call(request, config.timeout());
  }
}
