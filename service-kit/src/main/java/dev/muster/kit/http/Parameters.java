package dev.muster.kit.http;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path or query parameter that isn't of its type: both arrive as "not found". */
final class Parameters {
  private Parameters() {}

  /** An id in the path that is none names nothing (2001); a query parameter is bad (1001). */
  static Refusal refusal(Throwable cause, UriInfo uri) {
    if (cause instanceof ContractException contract) {
      return Refusal.of(contract);
    }
    String complaint = String.valueOf(cause.getMessage());
    if (blamed(complaint, uri.getPathParameters()).isPresent()) {
      return Refusal.of(ErrorCode.NOT_FOUND);
    }
    return blamed(complaint, uri.getQueryParameters())
        .map(name -> Refusal.of(ContractException.badParameter(name, "not a valid value")))
        .orElseGet(() -> Refusal.of(ErrorCode.NOT_FOUND));
  }

  private static Optional<String> blamed(
      String complaint, MultivaluedMap<String, String> parameters) {
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      for (String value : parameter.getValue()) {
        if (complaint.contains(value)) {
          return Optional.of(parameter.getKey());
        }
      }
    }
    return Optional.empty();
  }
}
