package dev.muster.conformance.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.wire.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** The far end of an upgraded connection. It answers the server's pings as it reads. */
public class Peer implements AutoCloseable {
  private final RawSocket socket;
  private boolean saidClose;

  protected Peer(RawSocket socket) {
    this.socket = socket;
  }

  public void send(RawFrame frame) throws IOException {
    saidClose |= frame.opcode() == RawFrame.CLOSE;
    socket.send(frame);
  }

  public void send(byte[] bytes) throws IOException {
    socket.send(bytes);
  }

  public void text(String text) throws IOException {
    send(RawFrame.text(text));
  }

  /** The next frame, as it came; empty at the end. */
  public Optional<RawFrame> frame() throws IOException {
    Optional<RawFrame> next = socket.next();
    if (next.isPresent() && next.get().masked()) {
      throw new Unmet("frames without a mask", next.get());
    }
    return next;
  }

  /** The next text, whole. */
  public String message() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    boolean deflated = false;
    while (true) {
      RawFrame frame = frame().orElseThrow(() -> new Unmet("a text", "the connection ended"));
      switch (frame.opcode()) {
        case RawFrame.PING -> send(frame.as(RawFrame.PONG).masking());
        case RawFrame.PONG -> {}
        case RawFrame.TEXT, RawFrame.CONTINUATION -> {
          deflated |= frame.opcode() == RawFrame.TEXT && frame.rsv() == Deflated.BIT;
          whole.writeBytes(frame.payload().bytes());
          if (frame.fin()) {
            byte[] bytes = whole.toByteArray();
            return new String(deflated ? inflated(bytes) : bytes, StandardCharsets.UTF_8);
          }
        }
        default -> throw new Unmet("a text", frame);
      }
    }
  }

  public JsonNode json() throws IOException {
    String text = message();
    try {
      return FrameCodec.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Unmet("JSON", text);
    }
  }

  /** The pong to a ping with this payload must be the next frame. */
  public void expectPong(byte[] payload) throws IOException {
    RawFrame frame = frame().orElseThrow(() -> new Unmet("a pong", "the connection ended"));
    if (frame.opcode() != RawFrame.PONG || !Arrays.equals(frame.payload().bytes(), payload)) {
      throw new Unmet("a pong with the payload of the ping", frame);
    }
  }

  /** The close frame, past whatever comes before it; and then the end of TCP, by the server. */
  public RawFrame closed() throws IOException {
    while (true) {
      RawFrame frame =
          frame().orElseThrow(() -> new Unmet("a close frame", "an end without a close frame"));
      if (frame.opcode() == RawFrame.CLOSE) {
        answerClose(frame);
        return frame;
      }
    }
  }

  /** Ended by the server with one of these codes. */
  public void expectClose(Integer... codes) throws IOException {
    RawFrame close = closed();
    if (!Arrays.asList(codes).contains(close.closeCode())) {
      throw new Unmet("close " + Arrays.toString(codes), close);
    }
  }

  private void answerClose(RawFrame frame) throws IOException {
    if (!saidClose) {
      try {
        send(RawFrame.close(frame.closeCode() == 1005 ? 1000 : frame.closeCode(), ""));
      } catch (IOException gone) {
        return;
      }
    }
    Optional<RawFrame> more = frame();
    if (more.isPresent()) {
      throw new Unmet("the end of the connection behind its close frame", more.get());
    }
  }

  private static byte[] inflated(byte[] bytes) {
    try {
      return Deflated.inflate(bytes);
    } catch (DataFormatException e) {
      throw new Unmet("a deflated text", e.getMessage());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
