package dev.muster.kit.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verified tokens by their SHA-256, in two generations: when the younger is full the elder is
 * forgotten, except for what was asked for meanwhile. Never holds more than its size.
 */
final class TokenCache {
  private final int generationSize;
  private volatile Map<String, VerifiedToken> young = new ConcurrentHashMap<>();
  private volatile Map<String, VerifiedToken> old = Map.of();

  TokenCache(int size) {
    generationSize = Math.max(1, size / 2);
  }

  VerifiedToken get(String hash) {
    VerifiedToken found = young.get(hash);
    if (found == null) {
      found = old.get(hash);
      if (found != null) {
        put(hash, found);
      }
    }
    return found;
  }

  void put(String hash, VerifiedToken token) {
    if (young.size() >= generationSize) {
      age();
    }
    young.put(hash, token);
  }

  private synchronized void age() {
    if (young.size() >= generationSize) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  int size() {
    return young.size() + old.size();
  }

  static String hash(String jwt) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(jwt.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
