package dev.muster.registry.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.token.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Requests of the current caller that have an {@code Idempotency-Key}. */
@ApplicationScoped
public class RepeatableRequests {
  private final Caller caller;
  private final ObjectMapper mapper;

  RepeatableRequests(Caller caller, ObjectMapper mapper) {
    this.caller = caller;
    this.mapper = mapper;
  }

  /** Empty without a key. */
  public Optional<IdempotentRequest> of(String path, String key, Object body) {
    return IdempotentRequest.of(caller.token().subject(), path, key, body, mapper);
  }
}
