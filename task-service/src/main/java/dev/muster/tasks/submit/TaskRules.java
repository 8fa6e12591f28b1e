package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.tasks.queue.NonRetryable;
import java.util.List;

/**
 * What a submit may say beyond what every task has; null for each thing that it doesn't say.
 *
 * @param nonRetryable one on each line
 */
record TaskRules(
    Long queueTimeoutMs,
    Long silenceMs,
    String nonRetryable,
    String concurrencyKey,
    Integer concurrencyLimit,
    String rateLimitKey,
    Integer rateLimit,
    Long rateLimitPeriodMs) {

  static final TaskRules NONE = new TaskRules(null, null, null, null, null, null, null, null);
  private static final double DEFAULT_PERIOD = 1;

  static TaskRules of(TaskSubmission wish) {
    needs(wish.concurrencyLimit(), "concurrency_limit", wish.concurrencyKey(), "concurrency_key");
    needs(wish.rateLimit(), "rate_limit", wish.rateLimitKey(), "rate_limit_key");
    needs(wish.rateLimitPeriod(), "rate_limit_period", wish.rateLimitKey(), "rate_limit_key");
    needs(wish.rateLimitKey(), "rate_limit_key", wish.rateLimit(), "rate_limit");
    TaskRules rules =
        new TaskRules(
            millis(wish.queueTimeout()),
            millis(wish.silenceTimeout()),
            nonRetryable(wish.nonRetryable()),
            wish.concurrencyKey(),
            wish.concurrencyKey() == null ? null : or(wish.concurrencyLimit(), 1),
            wish.rateLimitKey(),
            wish.rateLimit(),
            wish.rateLimitKey() == null
                ? null
                : millis(or(wish.rateLimitPeriod(), DEFAULT_PERIOD)));
    return rules.equals(NONE) ? NONE : rules;
  }

  private static String nonRetryable(List<String> errors) {
    if (errors == null || errors.isEmpty()) {
      return null;
    }
    for (int i = 0; i < errors.size(); i++) {
      if (!NonRetryable.isError(errors.get(i))) {
        throw ContractException.badParameter(
            "non_retryable[" + i + "]", "the first exit code is larger than the last");
      }
    }
    return String.join("\n", errors);
  }

  private static void needs(Object given, String field, Object other, String otherField) {
    if (given != null && other == null) {
      throw ContractException.badParameter(field, "needs " + otherField);
    }
  }

  private static Long millis(Double seconds) {
    return seconds == null ? null : Math.round(seconds * 1000);
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
