package dev.muster.tasks.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.tasks.queue.NonRetryable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The body of {@code POST /api/tasks} (H16). Times are seconds; defaults are those of protocol §6.
 *
 * @param agentId the one agent to run it; null: any agent that has all the capabilities
 * @param runAt not before; excludes {@code delay}
 * @param maxAttempts runs that may fail or time out, the last one included
 * @param maxLost runs that may be lost with their agent, the last one included
 * @param queueTimeout how long it may wait for its first start, from when it first may run
 * @param silenceTimeout how long its run may give no sign of life: progress, or output
 * @param nonRetryable errors after which another attempt is no use: see {@link NonRetryable}
 * @param concurrencyKey of the tasks of a namespace that have it, {@code concurrencyLimit} (1) run
 *     at a time
 * @param rateLimitKey of the tasks of a namespace that have it, {@code rateLimit} start in each
 *     {@code rateLimitPeriod} (1)
 * @param dedupeKey names the work: see {@code onDuplicate}; forgotten 24 h after the task's end
 * @param onDuplicate {@code return} the first task, {@code reject} with 2002, or make a {@code new}
 *     one
 */
public record TaskSubmission(
    UUID agentId,
    @Size(max = 64)
        List<@NotNull @Pattern(regexp = NAME, message = NAME_MESSAGE) String> capabilities,
    @NotNull @Pattern(regexp = LINE, message = "must be 1 to 64 printable characters") String type,
    JsonNode input,
    @Min(-100) @Max(100) Integer priority,
    @Pattern(regexp = NAME, message = NAME_MESSAGE) String namespace,
    Instant runAt,
    @DecimalMin("0") @DecimalMax("31536000") Double delay,
    @DecimalMin("0.001") @DecimalMax("2592000") Double timeout,
    @Min(1) @Max(1000) Integer maxAttempts,
    @Min(1) @Max(1000) Integer maxLost,
    @Valid BackoffSubmission backoff,
    @DecimalMin("0.001") @DecimalMax("31536000") Double queueTimeout,
    @DecimalMin("0.001") @DecimalMax("2592000") Double silenceTimeout,
    @Size(max = 16)
        List<@NotNull @Pattern(regexp = NonRetryable.FORM, message = NonRetryable.MEANT) String>
            nonRetryable,
    @Pattern(regexp = KEY, message = KEY_MESSAGE) String concurrencyKey,
    @Min(1) @Max(1_000_000) Integer concurrencyLimit,
    @Pattern(regexp = KEY, message = KEY_MESSAGE) String rateLimitKey,
    @Min(1) @Max(1_000_000) Integer rateLimit,
    @DecimalMin("0.001") @DecimalMax("86400") Double rateLimitPeriod,
    @Size(max = 64)
        Map<
                @Pattern(regexp = NAME, message = NAME_MESSAGE) String,
                @NotNull
                @Pattern(
                    regexp = "[^\\u0000-\\u001f]{0,256}",
                    message = "must have at most 256 characters, none of them a control character")
                String>
            labels,
    @Pattern(regexp = KEY, message = KEY_MESSAGE) String dedupeKey,
    @Pattern(regexp = "return|reject|new", message = "must be return, reject or new")
        String onDuplicate) {

  private static final String KEY = "[\\x21-\\x7e]{1,128}";
  private static final String KEY_MESSAGE = "must be 1 to 128 visible ASCII characters";
  private static final String NAME = "[a-z0-9._-]{1,64}";
  private static final String NAME_MESSAGE =
      "must be 1 to 64 of the characters a-z, 0-9, dot, hyphen and underscore";
  private static final String LINE = "(?![\\s\\p{Z}]*$)[^\\p{C}\\p{Zl}\\p{Zp}]{1,64}";

  /** The same for this one agent. */
  TaskSubmission onAgent(UUID agentId) {
    return new TaskSubmission(
        agentId,
        capabilities,
        type,
        input,
        priority,
        namespace,
        runAt,
        delay,
        timeout,
        maxAttempts,
        maxLost,
        backoff,
        queueTimeout,
        silenceTimeout,
        nonRetryable,
        concurrencyKey,
        concurrencyLimit,
        rateLimitKey,
        rateLimit,
        rateLimitPeriod,
        labels,
        dedupeKey,
        onDuplicate);
  }

  /** Waits between failed attempts; {@code factor} ≥ 1, {@code jitter} 0…1. */
  public record BackoffSubmission(
      @DecimalMin("0") @DecimalMax("86400") Double initial,
      @DecimalMin("1") @DecimalMax("100") Double factor,
      @DecimalMin("0") @DecimalMax("86400") Double max,
      @DecimalMin("0") @DecimalMax("1") Double jitter) {}
}
