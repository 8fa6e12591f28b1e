package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What makes a submit a repetition of an earlier one of the same owner.
 *
 * @param scope the path for an idempotency key, the namespace for a dedupe key
 * @param bodyHash of an idempotency key's body; null for a dedupe key
 */
record SubmissionKey(
    Kind kind, String scope, String key, String bodyHash, OnDuplicate onDuplicate) {
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

  /** Which of the two mechanisms. */
  enum Kind {
    IDEMPOTENCY,
    DEDUPE;

    /** The name in the database. */
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the repetition is answered. */
  enum OnDuplicate {
    RETURN,
    REJECT
  }

  /** The place of a key in the table. */
  record Slot(UUID ownerId, Kind kind, String scope, String key) {}

  Slot of(UUID ownerId) {
    return new Slot(ownerId, kind, scope, key);
  }

  static SubmissionKey idempotency(String scope, String key, String bodyHash) {
    if (!VISIBLE.matcher(key).matches()) {
      throw ContractException.badParameter(
          "Idempotency-Key", "must be 1 to 255 visible ASCII characters");
    }
    return new SubmissionKey(Kind.IDEMPOTENCY, scope, key, bodyHash, OnDuplicate.RETURN);
  }

  /** Empty when the submit has none, or is to make a new task whatever there is. */
  static Optional<SubmissionKey> dedupe(TaskSubmission wish) {
    if (wish.dedupeKey() == null || "new".equals(wish.onDuplicate())) {
      return Optional.empty();
    }
    return Optional.of(
        new SubmissionKey(
            Kind.DEDUPE,
            NewTask.namespace(wish),
            wish.dedupeKey(),
            null,
            "reject".equals(wish.onDuplicate()) ? OnDuplicate.REJECT : OnDuplicate.RETURN));
  }
}
