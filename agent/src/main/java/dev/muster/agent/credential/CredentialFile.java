package dev.muster.agent.credential;

import dev.muster.agent.config.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The agent's own credentials on disk, for its user alone. A change is whole or not at all. */
final class CredentialFile {
  private static final String NAME = "credentials";

  private final Path folder;

  CredentialFile(Path folder) {
    this.folder = folder;
  }

  /** Empty when there is none; throws for one that can't be read. */
  Optional<Kept> read() throws IOException {
    Path file = folder.resolve(NAME);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Properties lines = new Properties();
    try (StringReader text = new StringReader(Files.readString(file, StandardCharsets.UTF_8))) {
      lines.load(text);
    }
    String agentId = lines.getProperty("agent_id");
    String token = lines.getProperty("token");
    if (agentId == null || token == null) {
      throw new IOException(file + " has no agent_id or no token");
    }
    String previous = lines.getProperty("previous_token");
    return Optional.of(
        new Kept(
            agentId,
            new Secret(token),
            previous == null ? null : new Secret(previous),
            lines.getProperty("configured", "")));
  }

  void write(Kept kept) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append("agent_id=").append(kept.agentId()).append('\n');
    lines.append("token=").append(kept.token().value()).append('\n');
    if (kept.previous() != null) {
      lines.append("previous_token=").append(kept.previous().value()).append('\n');
    }
    lines.append("configured=").append(kept.configured()).append('\n');
    Path aside = folder.resolve(NAME + ".new");
    Files.deleteIfExists(aside);
    try (FileChannel out =
        FileChannel.open(
            aside,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(aside, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  @Override
  public String toString() {
    return folder.resolve(NAME).toString();
  }
}
