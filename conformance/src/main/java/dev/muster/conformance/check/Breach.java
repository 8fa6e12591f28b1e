package dev.muster.conformance.check;

import dev.muster.conformance.Check;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import java.io.ByteArrayOutputStream;

/** Checks that consist of something wrong, and the close code that it is answered with. */
final class Breach {
  private Breach() {}

  static Check of(String id, String section, String sentence, byte[] wrong, Integer... codes) {
    return Check.agent(
        id,
        section,
        sentence,
        target -> {
          try (AgentPeer peer = AgentPeer.registered(target)) {
            peer.send(wrong);
            peer.expectClose(codes);
          }
        });
  }

  static Check of(String id, String section, String sentence, RawFrame wrong, Integer... codes) {
    return of(id, section, sentence, wrong.encoded(), codes);
  }

  static byte[] together(RawFrame... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RawFrame frame : frames) {
      out.writeBytes(frame.encoded());
    }
    return out.toByteArray();
  }
}
