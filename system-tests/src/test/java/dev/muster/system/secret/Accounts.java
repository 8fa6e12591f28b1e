package dev.muster.system.secret;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import dev.muster.system.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Passwords and the tokens that they are given for, used rightly and wrongly. */
public final class Accounts {
  private static final String LOGIN = "/api/v1/auth/login";

  private final Stage stage;
  private final Confidences confidences;
  private final String email = "secret-" + UUID.randomUUID() + "@muster.test";

  public Accounts(Stage stage, Confidences confidences) {
    this.stage = stage;
    this.confidences = confidences;
  }

  public void use() throws Exception {
    String password = confidences.know("password of an account", "pw-" + UUID.randomUUID());
    setUp(password);
    register(password);
    logIn(password);
    Rest user = refresh(password);
    leave(user, changePassword(user, password));
  }

  private void setUp(String password) throws Exception {
    String token = confidences.know("setup token", stage.setupToken());
    String wrong = confidences.know("wrong setup token", "setup-" + UUID.randomUUID());
    confidences.answered("setup, too late", 409, setUp(token, password));
    confidences.answered("setup, wrong", 401, setUp(wrong, password));
    confidences.answered(
        "setup with a mistake",
        400,
        stage.as("").post("/api/v1/auth/setup", Map.of("token", token, "emial", email)));
  }

  private Answer setUp(String token, String password) throws Exception {
    return stage
        .as("")
        .post(
            "/api/v1/auth/setup",
            Map.of("token", token, "email", email, "password", password, "name", "Root"));
  }

  private void register(String password) throws Exception {
    Rest admin = stage.admin();
    confidences.know("access token of the administrator", admin.token());
    Map<String, String> account = Map.of("email", email, "password", password, "name", "Secret");
    confidences.answered("register", 201, admin.post("/api/v1/auth/register", account));
    confidences.answered("register again", 409, admin.post("/api/v1/auth/register", account));
    confidences.answered(
        "register with a mistake",
        400,
        admin.post("/api/v1/auth/register", Map.of("email", "x", "password", password, "nam", 1)));
    confidences.answered("make an account again", 409, admin.post("/api/v1/users", account));
    confidences.answered("accounts", 200, admin.get("/api/v1/users?q=secret"));
    confidences.answered("signing keys", 200, admin.get("/api/v1/auth/keys"));
  }

  private void logIn(String password) throws Exception {
    String wrong = confidences.know("a wrong password", "wrong-" + UUID.randomUUID());
    confidences.answered("login, wrong", 401, login(wrong));
    confidences.answered(
        "login, malformed", 400, stage.as("").post(LOGIN, Map.of("password", password)));
    confidences.answered("login, other type", 400, stage.as("").post(LOGIN, List.of(password)));
  }

  /** A session that has been refreshed once. */
  private Rest refresh(String password) throws Exception {
    Answer pair = login(password);
    String access = know("access token", pair, "access_token");
    String refresh = know("refresh token", pair, "refresh_token");
    Rest user = stage.as(access);
    confidences.answered("me", 200, user.get("/api/v1/auth/me"));
    confidences.answered("sessions", 200, user.get("/api/v1/users/me/sessions"));
    confidences.answered("audit, denied", 403, user.get("/api/v1/audit"));
    confidences.answered(
        "a token in the query", 401, stage.as("").get("/api/v1/tasks?token=" + access));
    confidences.answered(
        "a token in a socket's address", stage.as("").get("/ws?role=client&token=" + access));
    confidences.answered(
        "a token cut off",
        401,
        stage.as(access.substring(0, access.length() - 4)).get("/api/v1/tasks"));
    Answer next = refreshed(refresh);
    know("second refresh token", next, "refresh_token");
    String unknown = confidences.know("unknown refresh token", "r-" + UUID.randomUUID());
    confidences.answered("refresh, unknown", 401, refreshed(unknown));
    return stage.as(know("second access token", next, "access_token"));
  }

  private String changePassword(Rest user, String password) throws Exception {
    String next = confidences.know("next password", "pw-" + UUID.randomUUID());
    confidences.answered(
        "password, wrong one before",
        400,
        user.put(
            "/api/v1/users/me/password",
            Map.of("current_password", next, "new_password", password)));
    confidences.answered(
        "password, too short a next one",
        400,
        user.put(
            "/api/v1/users/me/password",
            Map.of("current_password", password, "new_password", "short")));
    confidences.answered(
        "password",
        200,
        user.put(
            "/api/v1/users/me/password",
            Map.of("current_password", password, "new_password", next)));
    return next;
  }

  private void leave(Rest user, String password) throws Exception {
    Answer pair = login(password);
    String access = know("third access token", pair, "access_token");
    String refresh = know("third refresh token", pair, "refresh_token");
    Clients clients = new Clients(stage);
    String secret = stage.secrets().token("client." + ServiceKind.GATEWAY.serviceName());
    confidences.answered("introspect", 200, clients.introspect(secret, access));
    confidences.answered("introspect a refresh token", 200, clients.introspect(secret, refresh));
    String wrong = confidences.know("wrong client secret", "client-" + UUID.randomUUID());
    confidences.answered("introspect, wrong", 401, clients.introspect(wrong, access));
    confidences.answered("service token, wrong", 401, clients.token(wrong));
    confidences.answered("revoke", 200, clients.revoke(refresh));
    confidences.answered("refresh after revoke", 401, refreshed(refresh));
    confidences.answered("logout", 200, user.post("/api/v1/auth/logout", Map.of()));
    confidences.answered("after logout", 401, user.get("/api/v1/auth/me"));
    Browser browser = new Browser(stage, confidences);
    browser.use(email, password);
  }

  private String know(String name, Answer answer, String field) {
    return confidences.know(name, answer.json().path(field).asText());
  }

  private Answer login(String password) throws Exception {
    return stage.as("").post(LOGIN, Map.of("email", email, "password", password));
  }

  private Answer refreshed(String token) throws Exception {
    return stage.as("").post("/api/v1/auth/refresh", Map.of("refresh_token", token));
  }
}
