package dev.muster.kit.token;

import dev.muster.event.RevocationNotice;
import java.util.List;

/**
 * Where all revocations that still matter can be read: auth-service's {@code GET
 * /internal/revocations} unless a service has its own bean. Blocks; throws any runtime exception
 * when they can't be read now.
 */
public interface RevocationSource {
  List<RevocationNotice> current();
}
