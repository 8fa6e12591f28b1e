package dev.muster.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** 32 KiB of what a build prints. */
final class Piece {
  static final int LENGTH = 32_768;

  private static final String LINE = "[12:00:00] compiling module 17 of 240: nothing to do\n";

  private Piece() {}

  static byte[] bytes() {
    String text = LINE.repeat(LENGTH / LINE.length() + 1).substring(0, LENGTH);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static String checksum() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
