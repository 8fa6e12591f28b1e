package dev.muster.auth.rotation;

import java.util.List;

/** Answer of {@code GET /api/v1/auth/keys}: the newest first, at most a hundred. */
record KeyList(List<KeyView> items) {
  KeyList {
    items = List.copyOf(items);
  }
}
