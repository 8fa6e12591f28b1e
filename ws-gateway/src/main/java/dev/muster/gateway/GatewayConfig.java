package dev.muster.gateway;

import dev.muster.wire.FrameLimits;
import dev.muster.wire.ResendPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Every limit and period of the gateway. */
@ConfigMapping(prefix = "muster.gateway")
public interface GatewayConfig {
  /** First part of the id of this process; a random part follows. */
  @WithDefault("gw")
  String name();

  @WithDefault("15s")
  Duration heartbeatInterval();

  /** Silence after which an agent's socket is closed; also the life of its presence key. */
  @WithDefault("60s")
  Duration heartbeatTimeout();

  /** From the upgrade to {@code agent_register}. */
  @WithDefault("10s")
  Duration registerTimeout();

  /**
   * From the upgrade to the first status or heartbeat of an agent without {@code agent_register};
   * without one it is taken to run nothing.
   */
  @WithDefault("3s")
  Duration statusTimeout();

  /** How long a session's opening is retried while task-service is away. */
  @WithDefault("10s")
  Duration openTimeout();

  /** Period of the timers that every connection shares: resends, silence, presence. */
  @WithDefault("500ms")
  Duration sweepInterval();

  @WithDefault("2s")
  Duration aliveInterval();

  /** How long a correct agent token is believed without asking again. */
  @WithDefault("5s")
  Duration tokenCache();

  /** Calls to the registry, and to task-service, that may be under way at once. */
  @WithDefault("64")
  int concurrentCalls();

  /** Sockets of every role together. */
  @WithDefault("20000")
  int maxConnections();

  /** Bytes of UTF-8 in one frame from a peer. */
  @WithDefault("1048576")
  int maxFrame();

  /** Malformed frames after which a connection is closed. */
  @WithDefault("20")
  int maxMalformed();

  /** Whether {@code /ws?token=} is accepted. */
  @WithDefault("false")
  boolean queryToken();

  /** How long a peer has to take notice of the close before it is cut off. */
  @WithDefault("2s")
  Duration closeWithin();

  /** The time over which a drain's closes are spread. */
  @WithDefault("1s")
  Duration drainSpread();

  /** What a drain waits for at most, once every socket was told. */
  @WithDefault("5s")
  Duration drainTimeout();

  /** How long a gateway counts as alive after it said so last. */
  @WithDefault("4s")
  Duration announcementLife();

  Admission admission();

  OutboxLimits outbox();

  Resend resend();

  InboundLimits inbound();

  InFlightLimits inFlight();

  Compression compression();

  Client client();

  FeedLimits feed();

  Output output();

  default FrameLimits frameLimits() {
    return new FrameLimits(maxFrame(), Math.max(1, maxFrame() - (16 << 10)));
  }

  default ResendPolicy resendPolicy() {
    return new ResendPolicy(
        resend().initial().toMillis(), resend().max().toMillis(), resend().tries());
  }

  /** New sockets of every role together; beyond it they are told when to come back. */
  interface Admission {
    @WithDefault("500")
    int perSecond();

    @WithDefault("2000")
    int burst();
  }

  /** What may wait for one peer to read it. */
  interface OutboxLimits {
    @WithDefault("4096")
    int frames();

    @WithDefault("8388608")
    long bytes();
  }

  /** Commands that an agent hasn't acknowledged. */
  interface Resend {
    @WithDefault("2s")
    Duration initial();

    @WithDefault("30s")
    Duration max();

    @WithDefault("10")
    int tries();

    @WithDefault("1024")
    int pending();
  }

  /** Frames of one peer: beyond the rate they are dropped without an ACK, and so sent again. */
  interface InboundLimits {
    @WithDefault("2000")
    int framesPerSecond();

    @WithDefault("8000")
    int burst();

    /** Bytes of UTF-8. */
    @WithDefault("8388608")
    int bytesPerSecond();

    @WithDefault("33554432")
    int burstBytes();

    /** Frames dropped for either rate after which the connection is closed. */
    @WithDefault("16000")
    int tolerated();
  }

  /** permessage-deflate (RFC 7692), for a peer that offers it. */
  interface Compression {
    @WithDefault("true")
    boolean enabled();

    /** Of zlib, from 1, fast, to 9. */
    @WithDefault("1")
    int level();

    /** Bytes; a text shorter than that is sent as it is. */
    @WithDefault("512")
    int threshold();
  }

  /** Frames of one agent on their way to Redis: beyond it they are dropped without an ACK. */
  interface InFlightLimits {
    @WithDefault("512")
    int frames();

    @WithDefault("2097152")
    long bytes();

    /**
     * Frames dropped for it after which the connection is closed; more than can come before a
     * failure of Redis is noticed, from when on none counts.
     */
    @WithDefault("20000")
    int tolerated();
  }

  /** The client role of {@code /ws}. */
  interface Client {
    @WithDefault("30s")
    Duration heartbeatInterval();

    /** From a client's last frame or pong until it is taken for dead; it is pinged every 30 s. */
    @WithDefault("60s")
    Duration silence();

    /** Requests of one client that may be under way at task-service. */
    @WithDefault("64")
    int requests();

    @WithDefault("10s")
    Duration requestTimeout();

    /** Tasks that one client may have subscribed to. */
    @WithDefault("64")
    int subscriptions();

    /** Tasks among them whose output it may follow. */
    @WithDefault("16")
    int followed();

    /** Events of a task in one read. */
    @WithDefault("100")
    int page();
  }

  /** What is remembered of the feed for clients that come back. */
  interface FeedLimits {
    @WithDefault("4096")
    int events();

    /** Characters of frames. */
    @WithDefault("33554432")
    long characters();
  }

  /** Following the output of tasks. */
  interface Output {
    /**
     * How often task-service is told that somebody follows; it believes that three times as long.
     */
    @WithDefault("10s")
    Duration watchInterval();

    /** Bytes of output in one frame, at most. */
    @WithDefault("65536")
    int piece();
  }
}
