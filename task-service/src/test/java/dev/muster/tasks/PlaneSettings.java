package dev.muster.tasks;

import dev.muster.kit.secret.Secret;
import dev.muster.tasks.controlplane.ControlPlaneConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A control plane that is asked often. */
record PlaneSettings(Optional<String> url, String scope, Optional<UUID> owner, int most)
    implements ControlPlaneConfig {
  @Override
  public Optional<Secret> token() {
    return Optional.of(Secret.of(ControlPlaneServer.TOKEN));
  }

  @Override
  public String namespace() {
    return "default";
  }

  @Override
  public boolean privateAgents() {
    return false;
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(50);
  }

  @Override
  public Duration reportInterval() {
    return Duration.ofMillis(50);
  }

  @Override
  public Duration requestTimeout() {
    return Duration.ofMillis(700);
  }

  @Override
  public Duration longestPause() {
    return Duration.ofMillis(100);
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(30);
  }

  @Override
  public long longestAnswer() {
    return 4 << 20;
  }

  @Override
  public Duration remember() {
    return Duration.ofDays(30);
  }
}
