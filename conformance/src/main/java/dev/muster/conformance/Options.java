package dev.muster.conformance;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of the command line, and the secrets, which come from the environment. */
record Options(
    Optional<URI> url,
    Optional<URI> clientUrl,
    Set<String> only,
    Duration patience,
    boolean json,
    boolean list) {

  static final String AGENT_TOKEN = "MUSTER_AGENT_TOKEN";
  static final String TOKEN = "MUSTER_TOKEN";

  /** What is wrong, for whoever typed it. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  static Options of(List<String> words) throws Wrong {
    Options options =
        new Options(
            Optional.empty(), Optional.empty(), Set.of(), Duration.ofSeconds(10), false, false);
    Deque<String> left = new ArrayDeque<>(words);
    while (!left.isEmpty()) {
      String word = left.pop();
      options =
          switch (word) {
            case "--url" -> options.url(Optional.of(url(value(word, left))), options.clientUrl);
            case "--client-url" -> options.url(options.url, Optional.of(url(value(word, left))));
            case "--only" -> options.only(known(value(word, left)));
            case "--timeout" -> options.patience(seconds(value(word, left)));
            case "--json" -> options.json(true);
            case "--list" -> options.list(true);
            default -> throw new Wrong("unknown option: " + word);
          };
    }
    return options;
  }

  /** Empty when no URL says where the server is. */
  Optional<Target> target(Map<String, String> environment) throws Wrong {
    if (url.isEmpty()) {
      return Optional.empty();
    }
    Optional<Target.Client> client = Optional.empty();
    if (clientUrl.isPresent()) {
      client = Optional.of(new Target.Client(clientUrl.get(), secret(environment, TOKEN)));
    }
    return Optional.of(new Target(url.get(), secret(environment, AGENT_TOKEN), client, patience));
  }

  private static String secret(Map<String, String> environment, String name) throws Wrong {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new Wrong(name + " is not set");
    }
    return value.strip();
  }

  private static String value(String word, Deque<String> left) throws Wrong {
    if (left.isEmpty()) {
      throw new Wrong(word + " needs a value");
    }
    return left.pop();
  }

  private static URI url(String text) throws Wrong {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && Set.of("ws", "wss").contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new Wrong("not a ws:// or wss:// address: " + text);
  }

  private static Set<String> known(String ids) throws Wrong {
    Set<String> wanted = Set.of(ids.split(",", -1));
    for (String id : wanted) {
      if (Suite.checks().stream().noneMatch(check -> check.id().equals(id))) {
        throw new Wrong("no such check: " + id);
      }
    }
    return wanted;
  }

  private static Duration seconds(String text) throws Wrong {
    if (!text.matches("[1-9]\\d{0,3}")) {
      throw new Wrong("not a number of seconds: " + text);
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }

  private Options url(Optional<URI> agent, Optional<URI> client) {
    return new Options(agent, client, only, patience, json, list);
  }

  private Options only(Set<String> ids) {
    return new Options(url, clientUrl, ids, patience, json, list);
  }

  private Options patience(Duration other) {
    return new Options(url, clientUrl, only, other, json, list);
  }

  private Options json(boolean on) {
    return new Options(url, clientUrl, only, patience, on, list);
  }

  private Options list(boolean on) {
    return new Options(url, clientUrl, only, patience, json, on);
  }
}
