package dev.muster.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.agent.log.Logging;
import dev.muster.error.ErrorCode;
import dev.muster.wire.Ack;
import java.util.function.LongConsumer;
import java.util.logging.Logger;

/**
 * The server's {@code update_config}: {@code heartbeat_interval_ms} holds for this connection,
 * {@code log_level} until this program ends. Other settings are those of a newer server and
 * ignored. One bad value, and none is changed.
 */
final class SettingsChange {
  private static final Logger LOG = Logger.getLogger("muster.session");
  private static final long SHORTEST_MS = 1_000;
  private static final long LONGEST_MS = 60_000;

  private final LongConsumer heartbeatInterval;

  SettingsChange(LongConsumer heartbeatInterval) {
    this.heartbeatInterval = heartbeatInterval;
  }

  Ack take(String messageId, JsonNode arguments) {
    if (arguments == null || !arguments.isObject()) {
      return bad(messageId, "arguments must be an object");
    }
    JsonNode interval = arguments.path("heartbeat_interval_ms");
    if (!interval.isMissingNode() && !isInterval(interval)) {
      return bad(messageId, "heartbeat_interval_ms must be from 1000 to 60000");
    }
    JsonNode level = arguments.path("log_level");
    if (!level.isMissingNode() && !Logging.isLevel(level.asText())) {
      return bad(messageId, "log_level must be error, warn, info or debug");
    }
    if (!interval.isMissingNode()) {
      heartbeatInterval.accept(interval.longValue());
      LOG.info(() -> "The server wants a heartbeat every " + interval.longValue() + " ms");
    }
    if (!level.isMissingNode()) {
      LOG.info(() -> "The server wants the log level " + level.asText());
      Logging.level(level.asText());
    }
    return Ack.ok(messageId);
  }

  private static boolean isInterval(JsonNode value) {
    return value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= SHORTEST_MS
        && value.longValue() <= LONGEST_MS;
  }

  private static Ack bad(String messageId, String message) {
    return Ack.of(messageId, ErrorCode.BAD_PARAMETER, message);
  }
}
