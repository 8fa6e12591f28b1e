package dev.muster.kit.limit;

import dev.muster.kit.http.RequestContext;
import dev.muster.kit.secret.Sha256;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.VerifiedToken;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * The limits of the request that is being answered. A resource that is limited begins with {@code
 * limits.spend(Limit.X)}: when there is no token left that throws 4291 with {@code Retry-After};
 * either way the answer says how things stand ({@code RateLimit}, {@code RateLimit-Policy}).
 */
@Singleton
public class Limits {
  private static final String STATE = "RateLimit";
  private static final String POLICY = "RateLimit-Policy";

  private final Buckets buckets;
  private final RequestContext request;
  private final Caller caller;
  private final CurrentVertxRequest current;

  @Inject
  Limits(Buckets buckets, RequestContext request, Caller caller, CurrentVertxRequest current) {
    this.buckets = buckets;
    this.request = request;
    this.caller = caller;
    this.current = current;
  }

  /** Takes a token of the client's address or of the caller, as the limit says. */
  public void spend(Limit limit) {
    spend(limit, 1);
  }

  /**
   * The same for a request that does several things at once: takes as many tokens as there are of
   * those wanted, and answers how many; 4291 when there is none.
   */
  public long spend(Limit limit, long wanted) {
    return switch (limit.by()) {
      case ADDRESS -> decide(limit, request.client().network(), wanted);
      case CALLER -> caller.isService() ? wanted : decide(limit, identity(caller.token()), wanted);
      case ACCOUNT_AND_ADDRESS ->
          throw new IllegalArgumentException(limit + " is of an account that has to be named");
    };
  }

  /**
   * Takes a token of an account, from the client's address.
   *
   * @param account any text that the caller wrote; how it is written in upper and lower case makes
   *     no difference
   */
  public void spend(Limit limit, String account) {
    decide(limit, hash(account) + "@" + request.client().network(), 1);
  }

  /** A key has its own bucket: a program that runs wild doesn't lock out whoever made its key. */
  private static String identity(VerifiedToken token) {
    return token.apiKeyId() == null ? token.subject() : token.apiKeyId().toString();
  }

  private long decide(Limit limit, String key, long wanted) {
    Decision decision = buckets.spend(limit, key, wanted);
    RoutingContext routing = current.getCurrent();
    if (routing != null) {
      tell(decision, routing.response().headers());
    }
    if (!decision.allowed()) {
      throw decision.refusal();
    }
    return decision.taken();
  }

  /** A request may be under several limits: each is one item of the list. */
  static void tell(Decision decision, MultiMap headers) {
    append(headers, STATE, decision.state());
    append(headers, POLICY, decision.policy());
  }

  private static void append(MultiMap headers, String name, String item) {
    String before = headers.get(name);
    headers.set(name, before == null ? item : before + ", " + item);
  }

  /** Addresses of people don't belong into keys; the hash is as good, and has one length. */
  private static String hash(String account) {
    return Sha256.hex(account.strip().toLowerCase(Locale.ROOT)).substring(0, 32);
  }
}
