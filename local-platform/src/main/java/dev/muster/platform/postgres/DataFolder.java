package dev.muster.platform.postgres;

import dev.muster.platform.binary.BinaryCache;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cluster on disk: made once by initdb, configured anew at every start. */
final class DataFolder {
  private static final String MADE = "PG_VERSION";

  private final Path installation;
  private final PostgresSettings settings;
  private final Unprivileged user;

  DataFolder(Path installation, PostgresSettings settings, Unprivileged user) {
    this.installation = installation;
    this.settings = settings;
    this.user = user;
  }

  /** Makes the cluster if there is none, and writes its configuration. */
  void prepare() throws IOException, InterruptedException {
    if (!Files.exists(settings.data().resolve(MADE))) {
      initialise();
    }
    Files.writeString(settings.data().resolve("postgresql.conf"), configuration());
    Files.writeString(
        settings.data().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    user.own(settings.data());
  }

  /**
   * initdb works beside the final place, so that an interrupted one leaves nothing that looks
   * finished.
   */
  private void initialise() throws IOException, InterruptedException {
    Path unfinished = settings.folder().resolve("postgres.new");
    BinaryCache.deleteTree(unfinished);
    PrivateFiles.folder(unfinished);
    Path cluster = PrivateFiles.folder(unfinished.resolve("data"));
    Path password = unfinished.resolve("password");
    PrivateFiles.write(password, settings.password() + "\n");
    user.own(unfinished);
    List<String> command = new ArrayList<>(user.prefix());
    command.addAll(
        List.of(
            installation.resolve("bin/initdb").toString(),
            "--pgdata=" + cluster,
            "--username=" + PostgresServer.ADMINISTRATOR,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
    if (!settings.durable()) {
      command.add("--no-sync");
    }
    Process initdb = new ProcessBuilder(command).redirectErrorStream(true).start();
    initdb.getOutputStream().close();
    String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (initdb.waitFor() != 0) {
      throw new PlatformException("initdb failed in " + cluster + ":\n" + output);
    }
    Files.move(cluster, settings.data());
    BinaryCache.deleteTree(unfinished);
  }

  /**
   * Sized for a laptop: small buffers, no replication, no helpers that a few hundred tasks per
   * second don't need.
   */
  private String configuration() {
    String durable = settings.durable() ? "on" : "off";
    return """
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 200
        password_encryption = scram-sha-256
        fsync = %s
        synchronous_commit = %s
        full_page_writes = %s
        wal_level = minimal
        max_wal_senders = 0
        max_logical_replication_workers = 0
        max_wal_size = 512MB
        min_wal_size = 64MB
        shared_buffers = 48MB
        io_method = sync
        jit = off
        autovacuum_naptime = 30s
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%%m [%%p] %%u '
        log_checkpoints = off
        datestyle = 'iso'
        """
        .formatted(settings.port(), durable, durable, durable);
  }
}
