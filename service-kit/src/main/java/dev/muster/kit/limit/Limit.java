package dev.muster.kit.limit;

/** The limits that there are. Their quotas are in {@link LimitsConfig}. */
public enum Limit {
  LOGIN("login", By.ADDRESS),
  LOGIN_ACCOUNT("login-account", By.ACCOUNT_AND_ADDRESS),
  REGISTER("register", By.ADDRESS),
  REFRESH("refresh", By.ADDRESS),
  SETUP("setup", By.ADDRESS),
  TOKEN("token", By.ADDRESS),
  INTROSPECT("introspect", By.ADDRESS),
  PASSWORD("password", By.CALLER),
  API_KEYS("api-keys", By.CALLER),
  KEY_REFUSED("key-refused", By.ADDRESS),
  SUBMIT("submit", By.CALLER),
  CHAT("chat", By.CALLER),
  AGENT_REGISTER("agent-register", By.ADDRESS),
  AGENT_REFUSED("agent-refused", By.ADDRESS),
  CLIENT_CONNECT("client-connect", By.ADDRESS),
  ANONYMOUS("anonymous", By.ADDRESS);

  /** Who has a bucket. */
  public enum By {
    /** The client's address; of IPv6, its first 64 bits. */
    ADDRESS,
    /**
     * The identity that the request's credentials name; an API key is one of its own, whoever owns
     * it. A service has no limits.
     */
    CALLER,
    /**
     * An account that is named, from one address: nobody can use up somebody else's tries from
     * elsewhere.
     */
    ACCOUNT_AND_ADDRESS
  }

  private final String wire;
  private final By by;

  Limit(String wire, By by) {
    this.wire = wire;
    this.by = by;
  }

  /** As in the {@code RateLimit} header, in configuration and in Redis. */
  public String wire() {
    return wire;
  }

  public By by() {
    return by;
  }

  Quota quota(LimitsConfig config) {
    return switch (this) {
      case LOGIN -> config.login();
      case LOGIN_ACCOUNT -> config.loginAccount();
      case REGISTER -> config.register();
      case REFRESH -> config.refresh();
      case SETUP -> config.setup();
      case TOKEN -> config.token();
      case INTROSPECT -> config.introspect();
      case PASSWORD -> config.password();
      case API_KEYS -> config.apiKeys();
      case KEY_REFUSED -> config.keyRefused();
      case SUBMIT -> config.submit();
      case CHAT -> config.chat();
      case AGENT_REGISTER -> config.agentRegister();
      case AGENT_REFUSED -> config.agentRefused();
      case CLIENT_CONNECT -> config.clientConnect();
      case ANONYMOUS -> config.anonymous();
    };
  }
}
