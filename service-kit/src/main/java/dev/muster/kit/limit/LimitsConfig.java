package dev.muster.kit.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Every rate limit, with its value in production. What differs in development is in {@code
 * microprofile-config.properties} under {@code %dev}. {@link Limit} says whom each counts.
 */
@ConfigMapping(prefix = "muster.limits")
public interface LimitsConfig {
  /** Logins, right or wrong. */
  @WithDefault("10/1m")
  Quota login();

  /** Logins to one account. */
  @WithDefault("10/1m")
  Quota loginAccount();

  @WithDefault("10/1h")
  Quota register();

  @WithDefault("60/1m")
  Quota refresh();

  /** Tries of the one-time setup token. */
  @WithDefault("5/1m")
  Quota setup();

  /** {@code /oauth2/token} and {@code revoke} together. */
  @WithDefault("60/1m")
  Quota token();

  /** {@code /oauth2/introspect}, which whoever doesn't read tokens asks with every request. */
  @WithDefault("1200/1m")
  Quota introspect();

  /** Changes of one's own password. */
  @WithDefault("5/1m")
  Quota password();

  /** API keys that are made. */
  @WithDefault("10/1m")
  Quota apiKeys();

  /** API keys and signatures that are refused: good ones cost nothing. */
  @WithDefault("60/1m")
  Quota keyRefused();

  @WithDefault("600/1m")
  Quota submit();

  @WithDefault("60/1m")
  Quota chat();

  /** Agents that register themselves by an enrolment token. */
  @WithDefault("60/1m")
  Quota agentRegister();

  /** Agents that are refused at {@code /ws/agent}: good ones cost nothing. */
  @WithDefault("600/1m")
  Quota agentRefused();

  /** Handshakes at {@code /ws}. */
  @WithDefault("300/1m")
  Quota clientConnect();

  /** Requests that show no credentials. Counted by each replica for itself. */
  @WithDefault("600/1m")
  Quota anonymous();

  /** How long Redis may take to answer before a replica decides by itself. */
  @WithDefault("250ms")
  Duration patience();

  /** How long it then does, before it asks again. */
  @WithDefault("1s")
  Duration retry();

  /** Buckets that a replica knows at once; the longest unused is forgotten, and so full again. */
  @WithDefault("20000")
  int remembered();
}
