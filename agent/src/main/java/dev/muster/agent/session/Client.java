package dev.muster.agent.session;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.Executors;

/** The HTTP client of this program. */
public final class Client {
  private Client() {}

  /** For this address; without TLS when it needs none. */
  public static HttpClient of(URI address) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    if (address.getScheme().equals("ws") || address.getScheme().equals("http")) {
      builder.sslContext(NoTls.context());
    }
    return builder.build();
  }
}
