package dev.muster.agent.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.agent.attempt.Attempts;
import dev.muster.error.ErrorCode;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Logger;

/** Acknowledges each frame of one connection and passes it to whom it concerns. */
final class Commands {
  private static final Logger LOG = Logger.getLogger("muster.session");

  private final Attempts attempts;
  private final Consumer<Ack> acknowledged;
  private final Consumer<Ack> acks;
  private final Consumer<AgentCommand.Registered> registered;
  private final TokenChange tokenChange;
  private final SettingsChange settings;

  /**
   * @param acknowledged takes the acknowledgements of this side's frames
   * @param acks where acknowledgements go that this side sends
   * @param registered called once the server has answered the registration
   * @param tokenChange takes the tokens that the server offers
   * @param settings takes the settings that the server wants changed
   */
  Commands(
      Attempts attempts,
      Consumer<Ack> acknowledged,
      Consumer<Ack> acks,
      Consumer<AgentCommand.Registered> registered,
      TokenChange tokenChange,
      SettingsChange settings) {
    this.attempts = attempts;
    this.acknowledged = acknowledged;
    this.acks = acks;
    this.registered = registered;
    this.tokenChange = tokenChange;
    this.settings = settings;
  }

  void handle(String text) {
    try {
      Optional<Frame<AgentCommand>> frame = FrameCodec.readCommand(text);
      if (frame.isPresent()) {
        handle(frame.get());
      } else {
        // Of a newer server: nothing that an agent of this version must do.
        acks.accept(Ack.ok(FrameCodec.JSON.readTree(text).path("message_id").asText()));
      }
    } catch (FrameException e) {
      LOG.warning(() -> "The server sent a frame that can't be read: " + e.getMessage());
      e.messageId().ifPresent(id -> acks.accept(Ack.of(id, e.code(), e.getMessage())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("it was read once already", e);
    }
  }

  private void handle(Frame<AgentCommand> frame) {
    switch (frame.message()) {
      case Ack ack -> acknowledged.accept(ack);
      case AgentCommand.Registered answer -> {
        ok(frame);
        registered.accept(answer);
      }
      case AgentCommand.DispatchTask task -> {
        ok(frame);
        attempts.dispatched(frame, task);
      }
      case AgentCommand.CancelTask cancel -> {
        ok(frame);
        attempts.canceled(cancel);
      }
      case AgentCommand.StartRealtimeStream start -> {
        ok(frame);
        attempts.watched(start);
      }
      case AgentCommand.StopRealtimeStream stop -> {
        ok(frame);
        attempts.unwatched(stop);
      }
      case AgentCommand.Control control -> control(frame, control);
      case AgentCommand.ProtocolError error -> {
        LOG.warning(() -> "The server reports an error: " + error.code() + " " + error.message());
        ok(frame);
        if (error.messageId() != null) {
          acknowledged.accept(new Ack(error.messageId(), error.code(), error.message(), null));
        }
      }
    }
  }

  private void control(Frame<AgentCommand> frame, AgentCommand.Control control) {
    switch (control.command()) {
      case AgentCommand.Control.DRAIN -> {
        LOG.info("The server asks to take no more tasks");
        attempts.draining(true);
        ok(frame);
      }
      case AgentCommand.Control.RESUME -> {
        LOG.info("The server asks to take tasks again");
        attempts.draining(false);
        ok(frame);
      }
      case AgentCommand.Control.ROTATE_TOKEN ->
          tokenChange.take(
              frame.messageId(),
              control.arguments() == null ? "" : control.arguments().path("token").asText(""));
      case AgentCommand.Control.UPDATE_CONFIG ->
          acks.accept(settings.take(frame.messageId(), control.arguments()));
      default ->
          acks.accept(
              Ack.of(
                  frame.messageId(),
                  ErrorCode.NOT_EXECUTABLE,
                  "this agent doesn't know the command " + control.command()));
    }
  }

  private void ok(Frame<AgentCommand> frame) {
    acks.accept(Ack.ok(frame.messageId()));
  }
}
