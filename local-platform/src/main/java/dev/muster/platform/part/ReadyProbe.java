package dev.muster.platform.part;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks {@code /q/health/ready}. */
public final class ReadyProbe implements Part.Readiness {
  private final String url;

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
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }
}
