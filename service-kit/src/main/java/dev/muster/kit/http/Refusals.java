package dev.muster.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Set;

/** Finds the catalogue's answer for whatever was thrown. */
final class Refusals {
  private static final int DEEPEST_CAUSE = 16;
  private static final Set<String> READERS =
      Set.of(
          "java.net.URLDecoder",
          "org.jboss.resteasy.reactive.common.providers.serialisers.MapAsFormUrlEncodedProvider",
          "org.jboss.resteasy.reactive.common.headers.MediaTypeHeaderDelegate");

  private Refusals() {}

  static Refusal of(Throwable thrown, String method) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      Refusal refusal = known(cause, method);
      if (refusal != null) {
        return refusal;
      }
      cause = cause.getCause();
    }
    return switch (thrown) {
      case WebApplicationException web -> ofStatus(web.getResponse().getStatus());
      case AuthenticationFailedException e -> Refusal.of(ErrorCode.NOT_AUTHENTICATED);
      default -> Refusal.of(ErrorCode.SERVER_ERROR);
    };
  }

  private static Refusal known(Throwable thrown, String method) {
    return switch (thrown) {
      case ContractException e -> Refusal.of(e);
      case ConstraintViolationException e -> Violations.refusal(e, method);
      case JsonProcessingException e -> JsonMistakes.refusal(e, method);
      case UnauthorizedException e -> Refusal.of(ErrorCode.NOT_AUTHENTICATED);
      case AuthenticationCompletionException e -> Refusal.of(ErrorCode.NOT_AUTHENTICATED);
      case ForbiddenException e -> Refusal.of(ErrorCode.FORBIDDEN);
      case NotAcceptableException e ->
          Refusal.of(ErrorCode.UNSUPPORTED_MEDIA, e.getResponse().getStatus());
      case RuntimeException e when isOfReading(e) -> ofStatus(400);
      // The caller left in the middle of its request: nobody reads the answer.
      case HttpClosedException e -> ofStatus(400);
      default -> Dependencies.refusal(thrown);
    };
  }

  /** The framework has no exception of its own for a header or a form that can't be decoded. */
  private static boolean isOfReading(RuntimeException e) {
    StackTraceElement[] stack = e.getStackTrace();
    return stack.length > 0 && READERS.contains(stack[0].getClassName());
  }

  /** For an error that only has an HTTP status. */
  static Refusal ofStatus(int status) {
    return switch (status) {
      case 400, 422 ->
          new Refusal(
              ErrorCode.BAD_PARAMETER,
              status,
              ErrorCode.BAD_PARAMETER.sentence(),
              List.of(),
              null,
              null);
      case 401 -> Refusal.of(ErrorCode.NOT_AUTHENTICATED);
      case 403 -> Refusal.of(ErrorCode.FORBIDDEN);
      case 404 -> Refusal.of(ErrorCode.NOT_FOUND);
      case 405 -> Refusal.of(ErrorCode.METHOD_NOT_ALLOWED);
      case 406, 415 -> Refusal.of(ErrorCode.UNSUPPORTED_MEDIA, status);
      case 409 -> Refusal.of(ErrorCode.CONFLICT);
      case 412 -> Refusal.of(ErrorCode.PRECONDITION_FAILED);
      case 413 -> Refusal.of(ErrorCode.TOO_LARGE);
      case 429 -> Refusal.of(ErrorCode.RATE_LIMITED);
      case 502 -> Refusal.of(ErrorCode.BAD_GATEWAY);
      case 503 -> Refusal.away(Dependencies.RETRY_AFTER);
      case 504 -> Refusal.of(ErrorCode.GATEWAY_TIMEOUT);
      default ->
          status >= 400 && status < 500
              ? Refusal.of(ErrorCode.BAD_PARAMETER, status)
              : Refusal.of(ErrorCode.SERVER_ERROR);
    };
  }
}
