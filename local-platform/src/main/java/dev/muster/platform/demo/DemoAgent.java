package dev.muster.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.Secrets;
import dev.muster.platform.account.Accounts;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.platform.account.NewAgent;
import dev.muster.platform.api.Api;
import dev.muster.platform.binary.BinaryCache;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.PartFactory;
import dev.muster.platform.process.HeldFile;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent of the demo's own: registered, started as a process, and taken away again at the end, or
 * by the next demo when this one is killed. It has one name, so that the next demo finds it.
 */
final class DemoAgent implements AutoCloseable {
  private static final String NAME = "demo";
  private static final int SLOTS = 2;
  private static final int NOT_FOUND = 404;

  private final HeldFile turn;
  private final Api admin;
  private final Path data;
  private final AgentIdentity identity;
  private final Part program;
  private boolean closed;

  private DemoAgent(HeldFile turn, Api admin, Path data, AgentIdentity identity, Part program) {
    this.turn = turn;
    this.admin = admin;
    this.data = data;
    this.identity = identity;
    this.program = program;
  }

  static DemoAgent register(Api admin, Accounts accounts, PartFactory factory)
      throws IOException, InterruptedException {
    Path data = factory.data();
    PrivateFiles.folder(data.resolve("agents"));
    HeldFile turn =
        HeldFile.take(data.resolve("agents").resolve("demo.lock"))
            .orElseThrow(
                () -> new PlatformException("another demo runs on " + data + "; let it end first"));
    Optional<PidRecord> left = PidRecord.read(data.resolve("run"), "agent-" + NAME);
    if (left.isPresent()) {
      left.get().process().end(Duration.ofSeconds(5));
    }
    takeAway(admin, data);
    String token = Secrets.randomPassword() + Secrets.randomPassword();
    Api.Answer answer =
        new NewAgent(NAME, "process", List.of("process"), SLOTS, token, List.of("demo"))
            .register(admin);
    JsonNode id = answer.data().path("id");
    if (!answer.ok() || id.asText().isEmpty()) {
      throw new PlatformException("cannot register the demo's agent: " + answer.failure());
    }
    PrivateFiles.folder(folder(data));
    Files.writeString(registration(data), id.asText());
    AgentIdentity identity = new AgentIdentity(NAME, id.asText(), token);
    Part program = factory.agent(identity, admin.base(), accounts, SLOTS, Map.of());
    return new DemoAgent(turn, admin, data, identity, program);
  }

  void start() throws InterruptedException {
    program.start();
  }

  String id() {
    return identity.id();
  }

  String name() {
    return identity.name();
  }

  long pid() {
    return program.pid();
  }

  /** A second call does nothing: by then the name may be another demo's. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (turn) {
      program.stop();
      takeAway(admin, data);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException platformGone) {
      // What is left is written down, and the next demo takes it away.
    }
  }

  /** The folder goes last: it says who is registered. */
  private static void takeAway(Api admin, Path data) throws IOException, InterruptedException {
    try {
      Api.Answer answer = admin.delete("/api/agents/" + Files.readString(registration(data)));
      if (!answer.ok() && answer.status() != NOT_FOUND) {
        throw new IOException("cannot remove the demo's agent: " + answer.failure());
      }
    } catch (NoSuchFileException nobody) {
      // Then only what the program itself kept can be there.
    }
    BinaryCache.deleteTree(folder(data));
  }

  private static Path folder(Path data) {
    return data.resolve("agents").resolve(NAME);
  }

  private static Path registration(Path data) {
    return folder(data).resolve("registration");
  }
}
