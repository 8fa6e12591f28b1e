package dev.muster.kit.limit;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link Quota} from configuration. */
public final class QuotaConverter implements Converter<Quota> {
  private static final long serialVersionUID = 1L;

  @Override
  public Quota convert(String value) {
    return value.isBlank() ? null : Quota.parse(value);
  }
}
