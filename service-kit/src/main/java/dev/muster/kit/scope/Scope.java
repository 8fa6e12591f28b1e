package dev.muster.kit.scope;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key, or a token with a {@code scope} claim, may be used for. None includes another. */
public enum Scope {
  TASKS_READ("tasks:read"),
  TASKS_WRITE("tasks:write"),
  AGENTS_READ("agents:read"),
  AGENTS_WRITE("agents:write"),
  /** Jobs and schedules, reading them too. */
  JOBS_WRITE("jobs:write"),
  /** Everything, also what no other scope is for. */
  ADMIN("admin");

  private final String wire;

  Scope(String wire) {
    this.wire = wire;
  }

  /** As in a key's {@code scopes} and a token's {@code scope}. */
  public String wire() {
    return wire;
  }

  public static Optional<Scope> ofWire(String wire) {
    return Arrays.stream(values()).filter(scope -> scope.wire.equals(wire)).findFirst();
  }

  /** Of a claim or parameter with spaces in between (RFC 6749 §3.3); unknown ones give nothing. */
  public static Set<Scope> ofClaim(String claim) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : claim.split(" ", -1)) {
      ofWire(name).ifPresent(scopes::add);
    }
    return scopes;
  }

  /** The other way round, in one order. */
  public static String claim(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::wire).collect(Collectors.joining(" "));
  }
}
