package dev.muster.tasks.cancel;

import dev.muster.error.ContractException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/**
 * Which tasks to run once more: those named, or the failed ones of one's own that are all of what
 * is given (an administrator's: of everybody), the oldest first.
 */
public record RetrySubmission(
    @Size(min = 1, max = MOST) List<@NotNull UUID> ids,
    @Size(min = 1, max = 64) @Pattern(regexp = "[^\\x00]*") String type,
    @Pattern(regexp = "[a-z0-9._-]{1,64}") String namespace,
    @Min(1) @Max(MOST) Integer limit) {
  static final int MOST = 1_000;

  int most() {
    return limit == null ? MOST : limit;
  }

  /** Throws 1001 for what can't be meant together. */
  RetrySubmission checked() {
    if (ids != null && (type != null || namespace != null || limit != null)) {
      throw ContractException.badParameter("ids", "excludes type, namespace and limit");
    }
    if (ids == null && type == null && namespace == null) {
      throw ContractException.badParameter("ids", "give ids, a type or a namespace");
    }
    return this;
  }
}
