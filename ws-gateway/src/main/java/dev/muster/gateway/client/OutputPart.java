package dev.muster.gateway.client;

import dev.muster.wire.LogContent;
import dev.muster.wire.Utf8Tail;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What task-service has of a task's output after an offset.
 *
 * @param complete the task has ended and nothing follows
 */
record OutputPart(long offset, LogContent content, boolean complete) {

  /** As much of it as goes into one frame. */
  record Piece(long offset, LogContent content, boolean complete) {
    long nextOffset() {
      return offset + content.length();
    }
  }

  /** Empty for what isn't an answer of task-service's. */
  static Optional<OutputPart> of(HttpHeaders headers, LogContent body) {
    return headers
        .firstValue("X-Log-Offset")
        .filter(offset -> offset.matches("[0-9]{1,18}"))
        .map(
            offset ->
                new OutputPart(
                    Long.parseLong(offset),
                    body,
                    headers.firstValue("X-Log-Complete").filter("true"::equals).isPresent()));
  }

  /**
   * In order, none cut within a character. A character whose end hasn't come yet is left out, until
   * nothing can follow.
   */
  List<Piece> pieces(int most) {
    List<Piece> pieces = new ArrayList<>();
    byte[] bytes = content.bytes();
    int from = 0;
    while (from < bytes.length) {
      int end = end(bytes, from, Math.min(bytes.length, from + most));
      if (end == from) {
        break;
      }
      pieces.add(piece(from, end));
      from = end;
    }
    if (pieces.isEmpty() && complete) {
      pieces.add(piece(0, 0));
    }
    return pieces;
  }

  private Piece piece(int from, int end) {
    byte[] bytes = content.bytes();
    return new Piece(
        offset + from,
        new LogContent(Arrays.copyOfRange(bytes, from, end)),
        complete && end == bytes.length);
  }

  /** At most {@code wanted}; before the character that it would cut. */
  private int end(byte[] bytes, int from, int wanted) {
    if (complete && wanted == bytes.length) {
      return wanted;
    }
    return wanted - Utf8Tail.incomplete(bytes, from, wanted);
  }
}
