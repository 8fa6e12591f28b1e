package dev.muster.bench;

import dev.muster.kit.token.TokenConfig;
import java.time.Duration;

/** The defaults. */
record BenchTokenConfig() implements TokenConfig {
  @Override
  public String issuer() {
    return "muster";
  }

  @Override
  public String audience() {
    return "muster";
  }

  @Override
  public Duration clockSkew() {
    return Duration.ofSeconds(10);
  }

  @Override
  public int cacheSize() {
    return 20_000;
  }

  @Override
  public Duration keysRefresh() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Duration keysRefetch() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration revocationPoll() {
    return Duration.ofSeconds(3);
  }

  @Override
  public Duration revocationRefresh() {
    return Duration.ofMinutes(1);
  }
}
