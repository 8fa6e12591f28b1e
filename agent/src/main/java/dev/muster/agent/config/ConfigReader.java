package dev.muster.agent.config;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** Environment first, then the properties file, then the default. */
public final class ConfigReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern CAPABILITY = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final int MAX_NAME = 128;
  private static final int MAX_ENTRIES = 64;
  private static final int MAX_LABEL = 256;

  private final Map<String, String> environment;
  private final Properties file;

  private ConfigReader(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /** {@code file} may be null. */
  public static ConfigReader of(Map<String, String> environment, Path file) throws ConfigException {
    Properties properties = new Properties();
    if (file != null) {
      try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(in);
      } catch (IOException | IllegalArgumentException e) {
        throw new ConfigException("The file " + file + " of --config can't be read.");
      }
      for (String name : properties.stringPropertyNames()) {
        if (!Setting.known(name)) {
          throw new ConfigException("The file " + file + " has an unknown setting " + name + ".");
        }
      }
    }
    return new ConfigReader(environment, properties);
  }

  public boolean jsonLog() throws ConfigException {
    return switch (text(Setting.MUSTER_LOG)) {
      case "json" -> true;
      case "text" -> false;
      default -> throw new ConfigException("MUSTER_LOG must be text or json.");
    };
  }

  public AgentConfig read() throws ConfigException {
    return new AgentConfig(
        url(),
        agentId(),
        token(),
        secret(Setting.MUSTER_ENROLLMENT_TOKEN, Setting.MUSTER_ENROLLMENT_TOKEN_FILE),
        name(),
        Path.of(needed(Setting.MUSTER_AGENT_DATA)).toAbsolutePath().normalize(),
        number(Setting.MUSTER_AGENT_SLOTS, 1, 1_000),
        capabilities(),
        labels(),
        Duration.ofSeconds(number(Setting.MUSTER_AGENT_GRACE, 0, 86_400)),
        Duration.ofSeconds(number(Setting.MUSTER_AGENT_KILL_GRACE, 0, 3_600)),
        (long) number(Setting.MUSTER_AGENT_OUTBOX_MB, 1, 1 << 20) << 20);
  }

  private URI url() throws ConfigException {
    String text = needed(Setting.MUSTER_URL);
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getUserInfo() == null && url.getQuery() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Answered below, together with the addresses that parse but can't be the server's.
    }
    throw new ConfigException("MUSTER_URL must be an http or https address.");
  }

  private String agentId() throws ConfigException {
    String id = text(Setting.MUSTER_AGENT_ID);
    if (id != null && !ID.matcher(id).matches()) {
      throw new ConfigException(
          "MUSTER_AGENT_ID must be at most 64 letters, digits, '.', '_' and '-'.");
    }
    return id;
  }

  /** It goes with the id: neither is of use without the other. */
  private Secret token() throws ConfigException {
    Secret token = secret(Setting.MUSTER_AGENT_TOKEN, Setting.MUSTER_AGENT_TOKEN_FILE);
    boolean named = text(Setting.MUSTER_AGENT_ID) != null;
    if (named && token == null) {
      throw new ConfigException("MUSTER_AGENT_TOKEN or MUSTER_AGENT_TOKEN_FILE is needed.");
    }
    if (!named && token != null) {
      throw new ConfigException("MUSTER_AGENT_ID is needed (see --help).");
    }
    return token;
  }

  private Secret secret(Setting setting, Setting fileSetting) throws ConfigException {
    String token = text(setting);
    String tokenFile = text(fileSetting);
    if (token == null && tokenFile != null) {
      try {
        token = Files.readString(Path.of(tokenFile), StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw new ConfigException(fileSetting + " " + tokenFile + " can't be read.");
      }
    }
    if (token == null) {
      return null;
    }
    if (!Secret.isToken(token)) {
      throw new ConfigException(setting + " has characters that a token can't have.");
    }
    return new Secret(token);
  }

  private String name() throws ConfigException {
    String name = text(Setting.MUSTER_AGENT_NAME);
    if (name == null) {
      return HostName.read();
    }
    if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new ConfigException("MUSTER_AGENT_NAME must have at most 128 printable characters.");
    }
    return name;
  }

  private List<String> capabilities() throws ConfigException {
    List<String> names = list(Setting.MUSTER_AGENT_CAPABILITIES);
    for (String name : names) {
      if (!CAPABILITY.matcher(name).matches()) {
        throw new ConfigException(
            "MUSTER_AGENT_CAPABILITIES has '" + name + "', which isn't [a-z0-9._-]{1,64}.");
      }
    }
    return names;
  }

  private Map<String, String> labels() throws ConfigException {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String entry : list(Setting.MUSTER_AGENT_LABELS)) {
      int equals = entry.indexOf('=');
      if (equals < 1 || entry.length() > MAX_LABEL) {
        throw new ConfigException("MUSTER_AGENT_LABELS must be a comma list of name=value.");
      }
      labels.put(entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
    }
    return Map.copyOf(labels);
  }

  private List<String> list(Setting setting) throws ConfigException {
    List<String> entries = new ArrayList<>();
    for (String entry : text(setting).split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip());
      }
    }
    if (entries.size() > MAX_ENTRIES) {
      throw new ConfigException(setting + " has more than " + MAX_ENTRIES + " entries.");
    }
    return List.copyOf(entries);
  }

  private int number(Setting setting, int min, int max) throws ConfigException {
    try {
      int value = Integer.parseInt(text(setting));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Answered below, together with numbers out of range.
    }
    throw new ConfigException(setting + " must be a whole number from " + min + " to " + max + ".");
  }

  private String needed(Setting setting) throws ConfigException {
    String value = text(setting);
    if (value == null) {
      throw new ConfigException(setting + " is needed (see --help).");
    }
    return value;
  }

  private String text(Setting setting) {
    String value = environment.get(setting.name());
    if (value == null || value.isBlank()) {
      value = file.getProperty(setting.name());
    }
    return value == null || value.isBlank() ? setting.otherwise() : value.strip();
  }
}
