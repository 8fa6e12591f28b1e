package dev.muster.platform.process;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a run leaves in {@code DIR/run/NAME.pid}, so that a later start can find and end exactly its
 * own leftovers.
 *
 * @param name the part's name, for example {@code task-service-1}
 * @param process which process it is
 * @param url where it answers, empty for parts without one
 */
public record PidRecord(String name, ProcessIdentity process, String url) {

  /** Writes the record in one step, so that a reader never sees half of it. */
  public void write(Path folder) {
    Properties fields = new Properties();
    fields.setProperty("pid", Long.toString(process.pid()));
    fields.setProperty("started", process.started());
    fields.setProperty("executable", process.executable());
    fields.setProperty("url", url);
    StringWriter text = new StringWriter();
    try {
      fields.store(text, null);
      PrivateFiles.write(folder.resolve(name + ".pid"), text.toString());
    } catch (IOException e) {
      throw new PlatformException("cannot write the pid record of " + name + " in " + folder, e);
    }
  }

  public static void delete(Path folder, String name) {
    try {
      Files.deleteIfExists(folder.resolve(name + ".pid"));
    } catch (IOException e) {
      throw new PlatformException("cannot delete the pid record of " + name + " in " + folder, e);
    }
  }

  public static Optional<PidRecord> read(Path folder, String name) {
    Properties fields = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(name + ".pid"))) {
      fields.load(in);
      return Optional.of(
          new PidRecord(
              name,
              new ProcessIdentity(
                  Long.parseLong(fields.getProperty("pid", "")),
                  fields.getProperty("started", ""),
                  fields.getProperty("executable", "")),
              fields.getProperty("url", "")));
    } catch (NoSuchFileException | NumberFormatException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new PlatformException("cannot read the pid record of " + name + " in " + folder, e);
    }
  }

  /** All records of the folder, by name. */
  public static List<PidRecord> all(Path folder) {
    List<PidRecord> records = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return records;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".pid"))
          .sorted()
          .forEach(
              file ->
                  read(folder, file.substring(0, file.length() - ".pid".length()))
                      .ifPresent(records::add));
    } catch (IOException e) {
      throw new PlatformException("cannot list " + folder, e);
    }
    return records;
  }
}
