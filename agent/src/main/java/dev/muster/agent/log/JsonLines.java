package dev.muster.agent.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.wire.FrameCodec;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object per line. */
final class JsonLines extends Formatter {
  private final String agentId;

  JsonLines(String agentId) {
    this.agentId = agentId;
  }

  @Override
  public String format(LogRecord entry) {
    ObjectNode line = FrameCodec.JSON.createObjectNode();
    line.put("timestamp", entry.getInstant().toString());
    line.put("level", Levels.name(entry.getLevel()));
    line.put("logger", entry.getLoggerName());
    line.put("agent_id", agentId);
    line.put("message", formatMessage(entry));
    if (entry.getThrown() != null) {
      line.put("stack_trace", OneLineFormat.trace(entry.getThrown()).strip());
    }
    return line + System.lineSeparator();
  }
}
