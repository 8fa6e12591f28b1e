package dev.muster.kit.stream;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries as Redis answers them.
 *
 * @param gone ids of entries that were cut off the stream before this consumer could read them
 * @param lastId of all, null when there are none
 */
record Entries(List<StreamEntry> entries, List<String> gone, String lastId, long bytes) {
  static final Entries NONE = new Entries(List.of(), List.of(), null, 0);

  boolean isEmpty() {
    return lastId == null;
  }

  /** How many Redis answered, whatever became of them. */
  int count() {
    return entries.size() + gone.size();
  }

  /** Of XREAD or XREADGROUP with one stream: a map in RESP3, pairs in RESP2, null for none. */
  static Entries ofRead(Response answer, String stream) {
    if (answer == null || answer.size() == 0) {
      return NONE;
    }
    return of(answer.isMap() ? answer.get(stream) : answer.get(0).get(1));
  }

  /** Of a list of pairs of id and fields. */
  static Entries of(Response list) {
    if (list == null || list.size() == 0) {
      return NONE;
    }
    List<StreamEntry> entries = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    String lastId = null;
    long bytes = 0;
    for (Response item : list) {
      if (item == null) {
        continue;
      }
      lastId = item.get(0).toString();
      Response values = item.get(1);
      if (values == null) {
        gone.add(lastId);
        continue;
      }
      Map<String, String> fields = new LinkedHashMap<>();
      for (int i = 0; i + 1 < values.size(); i += 2) {
        String value = values.get(i + 1).toString();
        bytes += value.length();
        fields.put(values.get(i).toString(), value);
      }
      entries.add(new StreamEntry(lastId, fields));
    }
    return new Entries(entries, gone, lastId, bytes);
  }
}
