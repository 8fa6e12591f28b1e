package dev.muster.auth.audit;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** The last line of a page: the next page begins below it, whatever was added above meanwhile. */
record AuditCursor(Instant at, UUID id) {

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + "/" + id).getBytes(StandardCharsets.US_ASCII));
  }

  /** Throws 1001 for what is no cursor. */
  static AuditCursor parse(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split("/", -1);
      if (parts.length == 2) {
        return new AuditCursor(
            AuditTime.parse(parts[0]).orElseThrow(AuditCursor::bad),
            Ids.parse(parts[1]).orElseThrow(AuditCursor::bad));
      }
    } catch (IllegalArgumentException e) {
      throw bad();
    }
    throw bad();
  }

  private static ContractException bad() {
    return ContractException.badParameter("cursor", "must be a next_cursor of an earlier answer");
  }
}
