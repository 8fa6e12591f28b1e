package dev.muster.system.load;

import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Holds processes back until it is opened; that of a failed test is opened as well. */
public record Gate(Path file) implements AutoCloseable {
  public static Gate closed(Stage stage) {
    return new Gate(stage.platform().data().resolve("gate-" + UUID.randomUUID()));
  }

  public void open() throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
  }

  @Override
  public void close() throws IOException {
    open();
  }
}
