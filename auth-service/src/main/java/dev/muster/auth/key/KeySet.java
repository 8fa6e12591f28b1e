package dev.muster.auth.key;

import java.util.List;
import java.util.Optional;

/** The keys at one moment. */
record KeySet(SigningKey active, List<PublishedKey> published) {
  KeySet {
    published = List.copyOf(published);
  }

  Optional<PublishedKey> find(String kid) {
    return published.stream().filter(key -> key.kid().equals(kid)).findFirst();
  }
}
