package dev.muster.kit.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** TLS as an operator configures it: a certificate, self-made, and its key as PEM files. */
public final class WithCertificate implements QuarkusTestResourceLifecycleManager {
  private static final char[] PASSWORD = "of-this-test".toCharArray();

  private Certificate certificate;

  @Override
  public Map<String, String> start() {
    try {
      Path folder = Files.createTempDirectory("muster-tls-");
      Path store = folder.resolve("store.p12");
      make(store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      certificate = keys.getCertificate("service");
      Path cert = pem(folder.resolve("tls.crt"), "CERTIFICATE", certificate.getEncoded());
      Path key =
          pem(
              folder.resolve("tls.key"),
              "PRIVATE KEY",
              keys.getKey("service", PASSWORD).getEncoded());
      return Map.of(
          "quarkus.tls.key-store.pem.0.cert", cert.toString(),
          "quarkus.tls.key-store.pem.0.key", key.toString());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void make(Path store) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "service",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }

  private static Path pem(Path file, String what, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(certificate, new TestInjector.MatchesType(Certificate.class));
  }

  @Override
  public void stop() {}
}
