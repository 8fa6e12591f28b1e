package dev.muster.platform.part;

import dev.muster.platform.process.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks {@code /q/health/ready}. */
public final class ReadyProbe implements Readiness {
  private final String url;
  private volatile String lastAnswer = "";

  public ReadyProbe(String baseUrl) {
    this.url = baseUrl + "/q/health/ready";
  }

  @Override
  public boolean isReady() {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(3_000);
      try {
        int status = connection.getResponseCode();
        lastAnswer = status == 200 ? "" : read(connection.getErrorStream());
        return status == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public String lastAnswer() {
    return lastAnswer;
  }

  private static String read(InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
