package dev.muster.tasks.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.tasks.queue.JsonText;

/**
 * What an agent said, in an event: cut or left out where it is large, which {@code "cut": true} in
 * the payload tells. Events are kept in number and sent to many.
 */
public final class Words {
  /** Characters of a sentence. */
  static final int LONGEST_MESSAGE = 2_048;

  /** Characters of JSON. */
  static final int LARGEST_DATA = 16_384;

  private Words() {}

  public static void message(ObjectNode payload, String message) {
    if (message == null || message.length() <= LONGEST_MESSAGE) {
      payload.put("message", message);
    } else {
      boolean inPair = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
      payload.put("message", message.substring(0, LONGEST_MESSAGE - (inPair ? 1 : 0)));
      payload.put("cut", true);
    }
  }

  public static void data(ObjectNode payload, JsonNode data) {
    if (data == null || JsonText.write(data).length() <= LARGEST_DATA) {
      payload.set("data", data);
    } else {
      payload.put("cut", true);
    }
  }

  static void result(ObjectNode payload, String result) {
    if (result.length() <= LARGEST_DATA) {
      payload.set("result", JsonText.read(result));
    } else {
      payload.put("cut", true);
    }
  }
}
