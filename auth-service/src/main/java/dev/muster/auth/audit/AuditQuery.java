package dev.muster.auth.audit;

import dev.muster.error.ContractException;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Set;

/** The filters of the list; each narrows it. Anything else is answered 1001 when it is read. */
public final class AuditQuery {
  private static final int LONGEST = 200;
  private static final Set<String> OUTCOMES = Set.of("ok", "denied", "failed");

  /** Id of whoever did it. */
  @QueryParam("actor")
  String actor;

  /** An action, or a group of them as {@code agent.*}. */
  @QueryParam("action")
  String action;

  /** Id of what it was done to. */
  @QueryParam("target")
  String target;

  @QueryParam("outcome")
  String outcome;

  /** RFC 3339, inclusive. */
  @QueryParam("from")
  String from;

  /** RFC 3339, exclusive. */
  @QueryParam("to")
  String to;

  @QueryParam("request_id")
  String requestId;

  AuditFilter filter() {
    AuditFilter filter = new AuditFilter();
    if (given("actor", actor)) {
      filter.and("actor_id = ?", actor);
    }
    if (given("action", action)) {
      boolean group = action.endsWith(".*");
      filter.and(
          group ? "starts_with(action, ?)" : "action = ?",
          group ? action.substring(0, action.length() - 1) : action);
    }
    if (given("target", target)) {
      filter.and("target_id = ?", target);
    }
    if (given("outcome", outcome)) {
      if (!OUTCOMES.contains(outcome)) {
        throw ContractException.badParameter("outcome", "must be ok, denied or failed");
      }
      filter.and("outcome = ?", outcome);
    }
    if (given("from", from)) {
      filter.and("at >= ?", time("from", from));
    }
    if (given("to", to)) {
      filter.and("at < ?", time("to", to));
    }
    if (given("request_id", requestId)) {
      filter.and("request_id = ?", requestId);
    }
    return filter;
  }

  private static boolean given(String name, String value) {
    if (value == null) {
      return false;
    }
    if (value.isEmpty() || value.length() > LONGEST || value.indexOf('\0') >= 0) {
      throw ContractException.badParameter(name, "must have 1 to " + LONGEST + " characters");
    }
    return true;
  }

  private static Instant time(String name, String text) {
    return AuditTime.parse(text)
        .orElseThrow(() -> ContractException.badParameter(name, "must be a time as RFC 3339"));
  }
}
