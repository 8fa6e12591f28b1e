package dev.muster.test.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** An RSA key pair with its id: signs tokens, and shows its public half as a JSON Web Key. */
public final class SigningKey {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String kid;
  private final KeyPair pair;

  private SigningKey(String kid, KeyPair pair) {
    this.kid = kid;
    this.pair = pair;
  }

  public static SigningKey make(String kid) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return new SigningKey(kid, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String kid() {
    return kid;
  }

  public RSAPublicKey publicKey() {
    return (RSAPublicKey) pair.getPublic();
  }

  public String jwk() {
    return """
        {"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}"""
        .formatted(kid, number(publicKey().getModulus()), number(publicKey().getPublicExponent()));
  }

  /** A compact JWS over any header and payload, valid or not. */
  public String sign(String headerJson, String payloadJson) {
    String signed = encode(headerJson) + "." + encode(payloadJson);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    boolean signByte = bytes[0] == 0 && bytes.length > 1;
    return BASE64.encodeToString(signByte ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}
