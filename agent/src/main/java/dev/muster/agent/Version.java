package dev.muster.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Written into the jar by the build. */
final class Version {
  private Version() {}

  static String read() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException | NullPointerException e) {
      return "unknown";
    }
    return properties.getProperty("version", "unknown");
  }
}
