package dev.muster.kit.audit;

import dev.muster.error.ErrorCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What happened, in the words of whoever did it. Immutable: each method answers another one.
 *
 * @param by null: whoever sent the request
 * @param code 0, or the catalogue's for what was denied or failed
 */
public record AuditEvent(
    String action,
    Actor by,
    String targetKind,
    String targetId,
    Outcome outcome,
    int code,
    Map<String, String> detail) {
  private static final Pattern ACTION = Pattern.compile("[a-z_]+(\\.[a-z_]+)+");
  private static final int LONGEST_ACTION = 64;
  private static final int LONGEST_ID = 200;
  private static final int MOST_DETAILS = 8;
  private static final int LONGEST_DETAIL = 100;

  public AuditEvent {
    detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
    if (action.length() > LONGEST_ACTION || !ACTION.matcher(action).matches()) {
      throw new IllegalArgumentException("no action: " + action);
    }
    if (detail.size() > MOST_DETAILS) {
      throw new IllegalArgumentException("more than " + MOST_DETAILS + " details: " + action);
    }
  }

  /** How it ended. */
  public enum Outcome {
    OK,
    DENIED,
    FAILED;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something that was done.
   *
   * @param action {@code thing.verb}, lower case, at most 64 characters
   */
  public static AuditEvent of(String action) {
    return new AuditEvent(action, null, null, null, Outcome.OK, 0, Map.of());
  }

  /** Done to this. */
  public AuditEvent on(String kind, Object id) {
    return new AuditEvent(
        action, by, kind, Words.visible(id.toString(), LONGEST_ID), outcome, code, detail);
  }

  /** By somebody else than the token of the request says, as at a login. */
  public AuditEvent by(Actor actor) {
    return new AuditEvent(action, actor, targetKind, targetId, outcome, code, detail);
  }

  /** A detail: at most 100 characters are kept. Never a secret. */
  public AuditEvent with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(detail);
    more.put(name, Words.visible(String.valueOf(value), LONGEST_DETAIL));
    return new AuditEvent(action, by, targetKind, targetId, outcome, code, more);
  }

  /** Why, in the words of whoever ordered it; nothing when there are none. */
  public AuditEvent because(String reason) {
    return reason.isEmpty() ? this : with("reason", reason);
  }

  /** It was not done, because the caller may not. */
  public AuditEvent denied(ErrorCode why) {
    return new AuditEvent(action, by, targetKind, targetId, Outcome.DENIED, why.code(), detail);
  }

  /** It was tried and went wrong. */
  public AuditEvent failed(ErrorCode why) {
    return new AuditEvent(action, by, targetKind, targetId, Outcome.FAILED, why.code(), detail);
  }
}
