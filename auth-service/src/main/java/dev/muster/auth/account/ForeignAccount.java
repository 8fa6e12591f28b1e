package dev.muster.auth.account;

import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** A user of a remote issuer has no account here: all that is known is in the token. */
final class ForeignAccount {
  private ForeignAccount() {}

  static AccountView of(VerifiedToken token) {
    Map<String, Object> claims = claims(token.raw());
    List<String> roles = token.roles().stream().sorted().map(Role::wire).toList();
    return new AccountView(
        token.userId().orElseThrow(), text(claims, "email"), text(claims, "name"), roles);
  }

  private static String text(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof String text ? text : null;
  }

  private static Map<String, Object> claims(String verified) {
    try {
      byte[] payload = Base64.getUrlDecoder().decode(verified.split("\\.", -1)[1]);
      return JsonUtil.parseJson(new String(payload, StandardCharsets.UTF_8));
    } catch (JoseException e) {
      throw new IllegalStateException("a token that was verified can be read", e);
    }
  }
}
