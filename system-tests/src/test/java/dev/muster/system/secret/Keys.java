package dev.muster.system.secret;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import dev.muster.system.client.Signer;
import dev.muster.system.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** API keys, by header, by token and by signature, rightly and wrongly. */
public final class Keys {
  private static final String KEYS = "/api/v1/api-keys";
  private static final String TASKS = "/api/v1/tasks";

  private final Stage stage;
  private final Confidences confidences;

  public Keys(Stage stage, Confidences confidences) {
    this.stage = stage;
    this.confidences = confidences;
  }

  public void use() throws Exception {
    Rest user = stage.login();
    confidences.know("access token of the development user", user.token());
    Map<String, Object> wanted = Map.of("name", "secretive", "scopes", List.of("tasks:read"));
    String repeatable = "key-" + UUID.randomUUID();
    Answer made = user.post(KEYS, wanted, repeatable);
    String id = made.json().path("id").asText();
    String appKey = made.json().path("app_key").asText();
    String secret = confidences.know("API secret", made.json().path("app_secret").asText());
    confidences.answered("API key again", 200, user.post(KEYS, wanted, repeatable));
    confidences.answered("API key", 200, user.get(KEYS + "/" + id));
    confidences.answered("API keys", 200, user.get(KEYS));
    confidences.answered(
        "API key with a mistake", 400, user.post(KEYS, Map.of("name", "k", "secret", secret)));
    present(appKey, secret);
    sign(appKey, secret);
    Rest auth = user.at(stage.platform().service(ServiceKind.AUTH, 0).url());
    confidences.answered(
        "API key's profile, denied", 403, auth.get("/internal/api-keys/" + appKey));
    confidences.answered("API key, deleted", 200, user.delete(KEYS + "/" + id));
    confidences.answered(
        "API key after its end", Rest.withKey(stage.platform().base(), appKey, secret).get(TASKS));
  }

  private void present(String appKey, String secret) throws Exception {
    String base = stage.platform().base();
    confidences.answered("by key", 200, Rest.withKey(base, appKey, secret).get(TASKS));
    confidences.answered(
        "by key, out of scope",
        403,
        Rest.withKey(base, appKey, secret).post(TASKS, Map.of("type", "echo")));
    String wrong = confidences.know("wrong API secret", "mks_wrong-" + UUID.randomUUID());
    confidences.answered("by key, wrong", 401, Rest.withKey(base, appKey, wrong).get(TASKS));
    confidences.answered("by key, exchanged", 401, Rest.withKey(base, secret, appKey).get(TASKS));
    confidences.answered(
        "by key, in the query",
        401,
        stage.as("").get(TASKS + "?app_key=" + appKey + "&app_secret=" + secret));
    Clients clients = new Clients(stage);
    String token =
        confidences.know(
            "token of an API key",
            clients.token(appKey, secret).json().path("access_token").asText());
    confidences.answered("by a key's token", 200, stage.as(token).get(TASKS));
    confidences.answered("a key's token, wrong", 401, clients.token(appKey, wrong));
  }

  private void sign(String appKey, String secret) throws Exception {
    Signer signer = new Signer(stage.platform().base(), appKey, secret);
    Signer.Signed once = signer.get(TASKS, "page_size=1");
    confidences.know("signature", once.signature());
    confidences.answered("signed", 200, Rest.send(once.request()));
    confidences.answered("signed, once more", 401, Rest.send(once.request()));
    Signer other = new Signer(stage.platform().base(), appKey, secret + "x");
    Signer.Signed wrong = other.get(TASKS, "");
    confidences.know("wrong signature", wrong.signature());
    confidences.answered("signed, wrong", 401, Rest.send(wrong.request()));
  }
}
