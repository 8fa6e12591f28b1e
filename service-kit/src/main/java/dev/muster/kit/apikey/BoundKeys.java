package dev.muster.kit.apikey;

import dev.muster.error.ContractException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Keys of agents (protocol §4), where a request is no call of a resource. */
@Singleton
public class BoundKeys {
  private final KeyPairs pairs;
  private final Clock clock;

  @Inject
  BoundKeys(KeyPairs pairs, Clock clock) {
    this.pairs = pairs;
    this.clock = clock;
  }

  /**
   * Empty for a request without a key. Never blocks; fails with 1002 for a wrong one, 4291 for an
   * address that was wrong too often, 5003 when it can't be known now.
   */
  public Uni<Optional<BoundKey>> of(HttpServerRequest request) {
    try {
      Optional<Presented> presented = Presented.in(request.headers());
      if (presented.isEmpty()) {
        return Uni.createFrom().item(Optional.empty());
      }
      return switch (presented.get()) {
        case Presented.Pair pair ->
            pairs.check(pair, request).map(key -> Optional.of(new BoundKey(key, clock)));
        case Presented.Signed signed -> throw Presented.refused("a signature isn't taken here");
      };
    } catch (ContractException e) {
      return Uni.createFrom().failure(e);
    }
  }
}
