package dev.muster.registry.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Somebody with an access token as auth-service would sign it, by a key of the tests' own. */
record TestIdentity(String subject, String role) {
  static final String KID = "test";
  static final KeyPair KEYS = keys();

  static final TestIdentity ADMIN = user("admin");
  static final TestIdentity USER = user("user");
  static final TestIdentity AGENT = user("agent");
  static final TestIdentity SERVICE = new TestIdentity("ws-gateway", "service");

  static TestIdentity user(String role) {
    return new TestIdentity(UUID.randomUUID().toString(), role);
  }

  String token() {
    long now = Instant.now().getEpochSecond();
    String header = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KID + "\"}";
    String session = role.equals("service") ? "" : "\"sid\":\"" + subject + "\",";
    String claims =
        """
        {"iss":"muster","aud":"muster","sub":"%s",%s"jti":"%s","roles":["%s"],\
        "name":"Test","iat":%d,"nbf":%d,"exp":%d}"""
            .formatted(subject, session, UUID.randomUUID(), role, now, now, now + 3_600);
    String signed = base64(bytes(header)) + "." + base64(bytes(claims));
    return signed + "." + base64(signature(bytes(signed)));
  }

  private static byte[] signature(byte[] signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(KEYS.getPrivate());
      signature.update(signed);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
