package dev.muster.gateway.operations;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** A stream and those who read it. */
record StreamView(String name, long length, List<StreamGroupView> groups) {

  /**
   * A consumer group.
   *
   * @param lag entries not yet delivered to it; counted up to 10,000
   * @param pending delivered, not acknowledged
   */
  record StreamGroupView(String name, long lag, long pending) {}

  static StreamView of(String name, Response state) {
    List<StreamGroupView> groups = new ArrayList<>();
    for (int i = 1; i < state.size(); i++) {
      Response group = state.get(i);
      groups.add(
          new StreamGroupView(
              group.get(0).toString(), group.get(1).toLong(), group.get(2).toLong()));
    }
    return new StreamView(name, state.get(0).toLong(), groups);
  }
}
