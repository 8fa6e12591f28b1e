package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.UUID;

/**
 * A task's output for one client, from an offset on. It is read, never sent unasked: whoever says
 * that there is more only makes it read on. So nothing is missed, and a client that reads slowly
 * delays nobody. Never reads twice at once.
 */
final class TaskOutput {
  private static final long RETRY_MS = 1_000;

  /** Without a word that there is more. */
  private static final long LOOK_AGAIN_MS = 30_000;

  /** A read that brought as much may have left something. */
  private static final int MUCH = 1 << 16;

  private final UUID taskId;
  private final String phase;
  private final TaskStreams streams;
  private final ClientPort port;
  private final Outgoing out;
  private final ArrayDeque<OutputPart.Piece> pieces = new ArrayDeque<>();
  private Runnable turn = () -> {};
  private long offset;
  private boolean more = true;
  private boolean reading;
  private boolean complete;
  private boolean ended;
  private long notBefore;
  private long lookAgainAt;
  private Runnable leave;

  TaskOutput(Wish wish, TaskStreams streams, ClientPort port, Outgoing out) {
    this.taskId = wish.taskId();
    this.phase = wish.output().phase();
    this.offset = wish.output().offset();
    this.streams = streams;
    this.port = port;
    this.out = out;
  }

  /** The task runs, perhaps once more after an end. */
  void running() {
    complete = false;
    wake();
  }

  void tick() {
    if (!complete && out.now() >= lookAgainAt) {
      wake();
    } else {
      pump();
    }
  }

  void pump() {
    while (!ended && !pieces.isEmpty() && port.hasRoom()) {
      tell(pieces.remove());
    }
    boolean wanted = more && !complete && pieces.isEmpty() && out.now() >= notBefore;
    if (wanted && !ended && !reading) {
      read();
    }
  }

  void end() {
    ended = true;
    turn.run();
    leave();
  }

  private void wake() {
    more = true;
    pump();
  }

  private void read() {
    reading = true;
    more = false;
    lookAgainAt = out.now() + LOOK_AGAIN_MS;
    turn = streams.turns().take(then -> port.readOutput(path(), then), this::answered);
  }

  private String path() {
    return "/api/v1/tasks/%s/logs?phase=%s&offset=%d"
        .formatted(taskId, URLEncoder.encode(phase, StandardCharsets.UTF_8), offset);
  }

  private void answered(TaskAnswer<OutputPart> answer) {
    reading = false;
    if (ended) {
      return;
    }
    switch (answer) {
      case TaskAnswer.Done<OutputPart>(OutputPart part) -> take(part);
      case TaskAnswer.Refused<OutputPart> refused -> failed(refused);
    }
    pump();
  }

  private void take(OutputPart part) {
    pieces.addAll(part.pieces(streams.pieceBytes()));
    more |= part.content().length() >= MUCH;
    if (part.complete()) {
      complete = true;
      leave();
    } else if (leave == null) {
      leave = port.follow(taskId, phase, this::wake);
    }
  }

  private void failed(TaskAnswer.Refused<OutputPart> refused) {
    if (refused.passes()) {
      more = true;
      notBefore = out.now() + RETRY_MS;
    } else {
      out.refuse(refused, taskId, null);
      end();
    }
  }

  private void leave() {
    if (leave != null) {
      leave.run();
      leave = null;
    }
  }

  private void tell(OutputPart.Piece piece) {
    offset = piece.nextOffset();
    ObjectNode payload = Outgoing.object();
    payload.put("task_id", taskId.toString()).put("phase", phase);
    payload.put("offset", piece.offset()).put("next_offset", offset);
    Optional<String> text = piece.content().text();
    if (text.isPresent()) {
      payload.put("content", text.get());
    } else {
      payload.put("content_base64", piece.content().bytes());
    }
    out.send("task/log", payload.put("complete", piece.complete()), null);
  }
}
