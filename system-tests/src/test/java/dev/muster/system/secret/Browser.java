package dev.muster.system.secret;

import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A page that logs in by cookie. */
final class Browser {
  private static final String[] COOKIES = {"muster_session", "muster_refresh", "muster_csrf"};

  private final Stage stage;
  private final Confidences confidences;
  private final Map<String, String> jar = new HashMap<>();

  Browser(Stage stage, Confidences confidences) {
    this.stage = stage;
    this.confidences = confidences;
  }

  void use(String email, String password) throws IOException, InterruptedException {
    take(
        "at the login",
        Rest.send(
            stage
                .as("")
                .request("/api/v1/auth/login")
                .header("Content-Type", "application/json")
                .header("X-Auth-Mode", "cookie")
                .POST(
                    BodyPublishers.ofString(
                        "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password)))));
    String csrf = csrf();
    take("at the refresh", post("/api/v1/auth/refresh", csrf));
    confidences.answered("cookie, CSRF token of before", 403, post("/api/v1/tasks", csrf));
    confidences.answered(
        "cookie, wrong CSRF token", 403, post("/api/v1/tasks", "c-" + UUID.randomUUID()));
    confidences.answered("cookie, bad task", 400, post("/api/v1/tasks", csrf()));
    confidences.answered("cookie, logout", 200, post("/api/v1/auth/logout", csrf()));
    confidences.answered("cookie, after logout", 401, post("/api/v1/tasks", csrf()));
  }

  private String csrf() {
    return jar.get("muster_csrf");
  }

  private void take(String when, Answer answer) {
    for (String name : COOKIES) {
      String value =
          answer.headers().allValues("set-cookie").stream()
              .filter(cookie -> cookie.startsWith(name + "="))
              .map(cookie -> cookie.substring(name.length() + 1).split(";", 2)[0])
              .findFirst()
              .orElseThrow(() -> new AssertionError(when + " no " + name + ": " + answer.text()));
      jar.put(name, confidences.know(name + " " + when, value));
    }
    if (!confidences.found(Map.of("", answer.text())).isEmpty()) {
      throw new AssertionError("a body says what is in a cookie " + when);
    }
  }

  private Answer post(String path, String csrf) throws IOException, InterruptedException {
    return Rest.send(
        stage
            .as("")
            .request(path)
            .header("Content-Type", "application/json")
            .header("X-CSRF-Token", csrf)
            .header(
                "Cookie",
                "muster_session="
                    + jar.get("muster_session")
                    + "; muster_refresh="
                    + jar.get("muster_refresh"))
            .POST(BodyPublishers.ofString("{}")));
  }
}
