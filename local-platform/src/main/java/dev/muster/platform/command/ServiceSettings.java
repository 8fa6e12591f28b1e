package dev.muster.platform.command;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines of NAME=value in a file; a file, because a value may be a secret. */
final class ServiceSettings {
  private ServiceSettings() {}

  /** Empty lines and those that begin with # say nothing. */
  static Map<String, String> read(Path file) {
    List<String> lines = lines(file);
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? "" : line.substring(0, equals);
      if (!name.matches("[A-Z][A-Z0-9_]*")) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " of " + file + " is not NAME=value");
      }
      settings.put(name, line.substring(equals + 1));
    }
    return settings;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
