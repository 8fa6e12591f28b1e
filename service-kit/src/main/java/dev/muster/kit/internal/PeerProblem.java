package dev.muster.kit.internal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.error.FieldError;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A refusal by another service, as it framed it. */
@JsonIgnoreProperties(ignoreUnknown = true)
record PeerProblem(int code, String detail, List<FieldError> errors) {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** The same refusal as an exception of ours. */
  ContractException exception(HttpResponse<byte[]> answer) {
    Optional<ErrorCode> known =
        Arrays.stream(ErrorCode.values()).filter(each -> each.code() == code).findFirst();
    if (known.isEmpty() || known.get() == ErrorCode.OK) {
      return new ContractException(
          ErrorCode.BAD_GATEWAY, "answer " + answer.statusCode() + " of " + answer.uri().getPath());
    }
    ErrorCode same = known.get();
    String message = detail == null ? same.sentence() : detail;
    if (same == ErrorCode.BAD_PARAMETER && errors != null && !errors.isEmpty()) {
      return ContractException.badParameters(errors);
    }
    if (same == ErrorCode.UNAVAILABLE || same == ErrorCode.RATE_LIMITED) {
      return ContractException.retryLater(same, message, retryAfter(answer), null);
    }
    return new ContractException(same, message);
  }

  private static Duration retryAfter(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(RETRY_AFTER);
  }
}
