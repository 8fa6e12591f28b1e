package dev.muster.tasks.queue;

import java.util.List;
import java.util.Set;

/**
 * Errors after which another attempt is no use. Each is the kind of an error ({@code failed},
 * {@code timeout}, {@code infrastructure}, {@code lost}), or {@code exit_code:2}, {@code
 * exit_code:64-78}, or {@code message:} and how the message begins.
 */
public record NonRetryable(List<String> errors) {
  /** As {@link #isError} tells more exactly. */
  public static final String FORM =
      "failed|timeout|infrastructure|lost"
          + "|exit_code:[0-9]{1,9}(-[0-9]{1,9})?|message:[^\\p{C}\\p{Zl}\\p{Zp}]{1,128}";

  public static final String MEANT =
      "must be failed, timeout, infrastructure, lost, exit_code:2, exit_code:64-78,"
          + " or message: and how the message begins (128 characters at most)";

  public static final NonRetryable NONE = new NonRetryable(List.of());

  private static final Set<AttemptOutcome> ERRORS =
      Set.of(
          AttemptOutcome.FAILED,
          AttemptOutcome.TIMEOUT,
          AttemptOutcome.INFRASTRUCTURE,
          AttemptOutcome.LOST);

  private static final String EXIT_CODE = "exit_code:";
  private static final String MESSAGE = "message:";

  /** Of the right form, and with a range of exit codes that holds one. */
  public static boolean isError(String text) {
    return text.matches(FORM) && (!text.startsWith(EXIT_CODE) || first(text) <= last(text));
  }

  boolean cover(AttemptEnd end) {
    return ERRORS.contains(end.outcome()) && errors.stream().anyMatch(error -> covers(error, end));
  }

  private static boolean covers(String error, AttemptEnd end) {
    if (error.startsWith(EXIT_CODE)) {
      Integer code = end.exitCode();
      return code != null && first(error) <= code && code <= last(error);
    }
    if (error.startsWith(MESSAGE)) {
      return end.message() != null && end.message().startsWith(error.substring(MESSAGE.length()));
    }
    return error.equals(end.outcome().wire());
  }

  private static int first(String error) {
    int dash = error.indexOf('-');
    return Integer.parseInt(error.substring(EXIT_CODE.length(), dash < 0 ? error.length() : dash));
  }

  private static int last(String error) {
    int dash = error.indexOf('-');
    return dash < 0 ? first(error) : Integer.parseInt(error.substring(dash + 1));
  }
}
