package dev.muster.kit.idempotency;

import dev.muster.error.ContractException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what a resource can't see: it is given the first of two keys, and none for an empty one,
 * while whoever sent that believes that it may repeat its request.
 */
class IdempotencyHeader {

  @ServerRequestFilter
  void check(ContainerRequestContext request) {
    List<String> keys = request.getHeaders().get(IdempotentRequest.HEADER);
    if (keys != null && (keys.size() != 1 || keys.getFirst().isEmpty())) {
      throw ContractException.badParameter(
          IdempotentRequest.HEADER, "must be one, of 1 to 255 visible ASCII characters");
    }
  }
}
