package dev.muster.gateway.agent;

import dev.muster.event.RedisNames;

/** The streams that agents' frames go to. */
enum Lane {
  RESULTS(RedisNames.AGENT_RESULTS),
  LOGS(RedisNames.AGENT_LOGS),
  STATUS(RedisNames.AGENT_STATUS);

  private final String stream;

  Lane(String stream) {
    this.stream = stream;
  }

  String stream() {
    return stream;
  }
}
