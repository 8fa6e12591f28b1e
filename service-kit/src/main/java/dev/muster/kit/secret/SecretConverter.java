package dev.muster.kit.secret;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link Secret} from configuration. */
public final class SecretConverter implements Converter<Secret> {
  private static final long serialVersionUID = 1L;

  @Override
  public Secret convert(String value) {
    return value.isEmpty() ? null : Secret.of(value);
  }
}
