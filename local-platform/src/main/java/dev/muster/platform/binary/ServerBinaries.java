package dev.muster.platform.binary;

import dev.muster.platform.process.PlatformException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL and Redis as real server binaries, taken out of Maven artifacts on the class path. */
public final class ServerBinaries {
  private ServerBinaries() {}

  /** The PostgreSQL installation: a folder with {@code bin/}, {@code lib/} and {@code share/}. */
  public static Path postgres(BinaryCache cache) {
    String archive = Machine.here().postgresArchive;
    return cache.folder(
        "postgres-" + fingerprint(archive),
        folder -> {
          try (InputStream packed = new BufferedInputStream(resource(archive));
              TarArchiveInputStream tar =
                  new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            unpack(tar, folder);
          }
        });
  }

  /** The {@code redis-server} program. */
  public static Path redisServer() {
    String program = Machine.here().redisServer;
    return BinaryCache.ofUser()
        .folder(
            "redis-" + fingerprint(program),
            folder -> {
              try (InputStream in = resource(program)) {
                BinaryCache.executable(in, folder.resolve("redis-server"));
              }
            })
        .resolve("redis-server");
  }

  private static void unpack(TarArchiveInputStream tar, Path folder) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path target = folder.resolve(entry.getName()).normalize();
      if (!target.startsWith(folder)) {
        throw new IOException("the archive has an entry outside its folder: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(target);
        continue;
      }
      Files.createDirectories(target.getParent());
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      } else if (entry.isLink()) {
        Files.createLink(target, folder.resolve(entry.getLinkName()));
      } else {
        try (OutputStream out = Files.newOutputStream(target)) {
          tar.transferTo(out);
        }
        if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
          throw new IOException("cannot make " + target + " executable");
        }
      }
    }
  }

  private static InputStream resource(String name) {
    InputStream in = ServerBinaries.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new PlatformException("the server binaries " + name + " are not on the class path");
    }
    return in;
  }

  /** Another version of an artifact must never meet the folder of the old one. */
  private static String fingerprint(String resource) {
    try (DigestInputStream in =
        new DigestInputStream(resource(resource), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      byte[] digest = in.getMessageDigest().digest();
      return String.format("%064x", new BigInteger(1, digest)).substring(0, 16);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new PlatformException("cannot read " + resource, e);
    }
  }
}
