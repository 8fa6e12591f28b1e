package dev.muster.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kit.token.Caller;
import dev.muster.registry.idempotency.IdempotentRequest;
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
    return Optional.ofNullable(key)
        .map(given -> new IdempotentRequest(caller.token().subject(), path, given, bytesOf(body)));
  }

  private byte[] bytesOf(Object body) {
    try {
      return mapper.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written", e);
    }
  }
}
