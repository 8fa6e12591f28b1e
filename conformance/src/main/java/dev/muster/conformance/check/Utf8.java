package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.id.Ids;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts that are no UTF-8, and some that look as if they weren't. */
public final class Utf8 {
  private static final String SECTION = "RFC 6455 §8.1";

  /** In quotation marks, so that nothing else is wrong with them. */
  private static final Map<String, String> WRONG =
      new TreeMap<>(
          Map.of(
              "overlong-2", "22c0af22",
              "overlong-3", "22e0809f22",
              "overlong-4", "22f08fbfbf22",
              "surrogate", "22eda08022",
              "beyond-10ffff", "22f490808022",
              "continuation-alone", "228022",
              "never-a-byte", "22fe22",
              "cut-within", "22e282",
              "long-then-wrong", "22" + "61".repeat(64) + "ff22"));

  private Utf8() {}

  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    WRONG.forEach(
        (name, hex) ->
            checks.add(
                Breach.of(
                    "utf8." + name,
                    SECTION,
                    "a text that isn't UTF-8 ends the connection with 1007",
                    RawFrame.of(RawFrame.TEXT, HexFormat.of().parseHex(hex)),
                    1007)));
    checks.add(
        Breach.of(
            "utf8.first-fragment",
            SECTION,
            "a wrong byte in the first fragment ends the connection without waiting for the rest",
            bytes("22c0").unfinished(),
            1007));
    checks.add(
        Breach.of(
            "utf8.later-fragment",
            SECTION,
            "a wrong byte in a later fragment ends the connection without waiting for the rest",
            Breach.together(
                bytes("22e2").unfinished(),
                bytes("82ac").as(RawFrame.CONTINUATION).unfinished(),
                bytes("f0288cbc").as(RawFrame.CONTINUATION).unfinished()),
            1007));
    checks.add(
        Breach.of(
            "utf8.cut-between",
            SECTION,
            "a character that the last fragment leaves cut ends the connection with 1007",
            Breach.together(bytes("22f09f").unfinished(), bytes("98").as(RawFrame.CONTINUATION)),
            1007));
    checks.add(
        agent(
            "utf8.good",
            SECTION,
            "the smallest and largest characters of each length are understood",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                String id = Ids.next().toString();
                peer.text(
                    AgentPeer.probe(
                        id, "\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff"));
                peer.expectAck(id, 0);
              }
            }));
    return checks;
  }

  private static RawFrame bytes(String hex) {
    return RawFrame.of(RawFrame.TEXT, HexFormat.of().parseHex(hex));
  }
}
