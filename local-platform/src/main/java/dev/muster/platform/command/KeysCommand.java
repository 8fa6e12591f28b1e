package dev.muster.platform.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.account.Accounts;
import dev.muster.platform.api.Api;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows the signing keys of the running platform, rotates them, or revokes one, as its
 * administrator. Exit code 3: not running.
 */
public final class KeysCommand {
  private static final String KEYS = "/api/v1/auth/keys";
  private static final String USAGE = "keys takes list, rotate, or revoke and a key of the list";
  private static final int NOT_RUNNING = 3;

  private final String action;
  private final String key;
  private final Arguments arguments;

  private KeysCommand(String action, String key, Arguments arguments) {
    this.action = action;
    this.key = key;
    this.arguments = arguments;
  }

  /** {@code [list | rotate | revoke KID] [--data DIR]}. */
  public static KeysCommand parse(List<String> words) {
    String name = words.isEmpty() || words.getFirst().startsWith("-") ? "" : words.getFirst();
    int length =
        switch (name) {
          case "" -> 0;
          case "list", "rotate" -> 1;
          case "revoke" -> 2;
          default -> throw new IllegalArgumentException(USAGE);
        };
    if (words.size() < length) {
      throw new IllegalArgumentException(USAGE);
    }
    return new KeysCommand(
        name,
        length == 2 ? words.get(1) : "",
        Arguments.parse(words.subList(length, words.size())));
  }

  public int run() throws InterruptedException {
    Optional<RunningPlatform> platform = RunningPlatform.find(arguments);
    if (platform.isEmpty()) {
      System.out.println("not running on " + arguments.data());
      return NOT_RUNNING;
    }
    try {
      Map<String, String> env = platform.get().devEnv();
      Api admin = login(env);
      act(admin);
      // The key that is revoked may have signed the token that revoked it.
      show(succeeded((action.equals("revoke") ? login(env) : admin).get(KEYS)));
      return 0;
    } catch (IOException e) {
      throw new PlatformException("cannot reach the platform: " + Reason.of(e), e);
    }
  }

  private static Api login(Map<String, String> env) throws IOException, InterruptedException {
    return Accounts.login(
        Api.at(env.get("BASE")), env.get("ADMIN_EMAIL"), env.get("ADMIN_PASSWORD"));
  }

  private void act(Api admin) throws IOException, InterruptedException {
    if (action.equals("rotate")) {
      succeeded(admin.post(KEYS + "/rotate", Map.of()));
    } else if (action.equals("revoke")) {
      succeeded(admin.delete(KEYS + "/" + URLEncoder.encode(key, StandardCharsets.UTF_8)));
    }
  }

  private static Api.Answer succeeded(Api.Answer answer) {
    if (!answer.ok()) {
      throw new PlatformException(
          "HTTP " + answer.status() + ": " + answer.body().path("detail").asText());
    }
    return answer;
  }

  private static void show(Api.Answer keys) {
    System.out.printf("%-44s %-8s  %s%n", "KEY", "STATE", "SINCE");
    for (JsonNode key : keys.body().path("items")) {
      System.out.printf(
          "%-44s %-8s  %s%n", key.path("kid").asText(), key.path("state").asText(), since(key));
    }
  }

  private static String since(JsonNode key) {
    return switch (key.path("state").asText()) {
      case "active" -> key.path("activated_at").asText();
      case "retired" -> key.path("retired_at").asText();
      case "revoked" -> key.path("revoked_at").asText();
      default -> key.path("created_at").asText() + ", signs at " + signs(key);
    };
  }

  private static String signs(JsonNode key) {
    String at = key.path("activate_at").asText();
    return at.isEmpty() ? "its turn" : at;
  }
}
