package dev.muster.kit.stream;

import java.util.List;

/** What becomes of entries that a consumer was given. */
interface Custody {
  /** They are done with. */
  void done(List<StreamEntry> entries);

  /** They aren't, but nobody else shall take them. */
  void hold(List<StreamEntry> entries);

  /** It can't be handled: it is kept elsewhere, with the reason, and done with. */
  void bury(StreamEntry entry, Exception reason);
}
