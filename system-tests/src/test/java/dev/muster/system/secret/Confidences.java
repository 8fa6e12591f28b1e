package dev.muster.system.secret;

import dev.muster.system.client.Rest.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Secrets that a test knows, and answers that must not hold any of them. */
public final class Confidences {
  private static final int SHORTEST_SECRET = 16;

  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();

  /** A secret that nothing but the answer that makes it may show; the same one is returned. */
  public String know(String name, String secret) {
    if (secret.length() < SHORTEST_SECRET) {
      throw new AssertionError(name + " is too short to be looked for: '" + secret + "'");
    }
    if (secrets.put(name, secret) != null) {
      throw new IllegalArgumentException("a second " + name);
    }
    return secret;
  }

  /** An answer that may hold no secret, its headers included. */
  public void answered(String what, Answer answer) {
    if (answers.put(what, answer.text() + "\n" + answer.headers().map()) != null) {
      throw new IllegalArgumentException("a second answer to " + what);
    }
  }

  /** The same, for an answer that must have a status, lest it show nothing for another reason. */
  public void answered(String what, int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(what + " was answered " + answer);
    }
    answered(what, answer);
  }

  public int secrets() {
    return secrets.size();
  }

  public Map<String, String> answers() {
    return answers;
  }

  /** Which secret is in which of these texts. */
  public List<String> found(Map<String, String> texts) {
    List<String> found = new ArrayList<>();
    texts.forEach(
        (where, text) ->
            secrets.forEach(
                (name, secret) -> {
                  if (text.contains(secret)) {
                    found.add(name + " in " + where);
                  }
                }));
    return found;
  }
}
