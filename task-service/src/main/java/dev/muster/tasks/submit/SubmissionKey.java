package dev.muster.tasks.submit;

/**
 * What makes a submit a repetition of an earlier one of the same owner.
 *
 * @param scope the path for an idempotency key, the namespace for a dedupe key
 * @param bodyHash of an idempotency key's body; null for a dedupe key
 */
record SubmissionKey(
    Kind kind, String scope, String key, String bodyHash, OnDuplicate onDuplicate) {
  /** Which of the two mechanisms. */
  enum Kind {
    IDEMPOTENCY,
    DEDUPE
  }

  /** What the repetition is answered. */
  enum OnDuplicate {
    RETURN,
    REJECT
  }
}
