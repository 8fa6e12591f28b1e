package dev.muster.tasks.engine;

import dev.muster.id.Ids;
import dev.muster.internal.AgentMode;
import java.util.UUID;

/** What an agent should be to the engine. */
final class ModelAgent {
  final UUID id = Ids.next();
  final int slots;
  String session;
  boolean connected;
  boolean awaited;
  AgentMode mode = AgentMode.ACTIVE;
  long version;

  ModelAgent(int slots) {
    this.slots = slots;
  }

  boolean takes() {
    return connected && mode == AgentMode.ACTIVE;
  }

  void connect(String newSession) {
    session = newSession;
    connected = true;
    awaited = false;
  }

  void disconnect() {
    awaited |= connected;
    connected = false;
  }
}
