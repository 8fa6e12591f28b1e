package dev.muster.kit.apikey;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.http.WholeBody;
import dev.muster.kit.token.TokenVerifier;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request carries to say which key it comes with. */
sealed interface Presented {
  String APP_KEY = "X-App-Key";
  String APP_SECRET = "X-App-Secret";
  String SIGNATURE_KEY = "X-Signature-Key";
  String TIMESTAMP = "X-Timestamp";
  String NONCE = "X-Nonce";
  String SIGNATURE = WholeBody.SIGNATURE;

  Pattern SECRET_FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");
  Pattern TIMESTAMP_FORM = Pattern.compile("[0-9]{1,12}");
  Pattern NONCE_FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");
  Pattern SIGNATURE_FORM = Pattern.compile("[0-9a-f]{64}");

  AppKey key();

  /** {@code X-App-Key} and {@code X-App-Secret}. */
  record Pair(AppKey key, String secret) implements Presented {
    @Override
    public String toString() {
      return "Pair[" + key + "]";
    }
  }

  /** The four headers of a signed request. */
  record Signed(AppKey key, String timestamp, String nonce, String signature)
      implements Presented {}

  /**
   * Empty when a request carries neither. Throws 1002 for half of one, for both, and for either
   * together with a bearer token: which one counts must not be a guess.
   */
  static Optional<Presented> in(MultiMap headers) {
    boolean pair = headers.contains(APP_KEY) || headers.contains(APP_SECRET);
    boolean signed = headers.contains(SIGNATURE_KEY) || headers.contains(SIGNATURE);
    if (!pair && !signed) {
      return Optional.empty();
    }
    if ((pair && signed) || headers.contains("Authorization")) {
      throw refused("credentials of more than one kind");
    }
    return Optional.of(pair ? pair(headers) : signed(headers));
  }

  private static Presented pair(MultiMap headers) {
    String key = one(headers, APP_KEY);
    String secret = one(headers, APP_SECRET);
    if (!SECRET_FORM.matcher(secret).matches()) {
      throw TokenVerifier.refused();
    }
    return new Pair(AppKey.parse(key).orElseThrow(TokenVerifier::refused), secret);
  }

  private static Presented signed(MultiMap headers) {
    String key = one(headers, SIGNATURE_KEY);
    String timestamp = matching(headers, TIMESTAMP, TIMESTAMP_FORM, "epoch seconds");
    String nonce = matching(headers, NONCE, NONCE_FORM, "1 to 128 visible ASCII characters");
    String signature = matching(headers, SIGNATURE, SIGNATURE_FORM, "64 lowercase hex digits");
    return new Signed(
        AppKey.parse(key).orElseThrow(TokenVerifier::refused), timestamp, nonce, signature);
  }

  private static String one(MultiMap headers, String name) {
    List<String> values = headers.getAll(name);
    if (values.size() != 1) {
      throw refused(name + (values.isEmpty() ? " is missing" : " is given more than once"));
    }
    return values.getFirst();
  }

  private static String matching(MultiMap headers, String name, Pattern form, String sentence) {
    String value = one(headers, name);
    if (!form.matcher(value).matches()) {
      throw refused(name + " must be " + sentence);
    }
    return value;
  }

  static ContractException refused(String message) {
    return new ContractException(ErrorCode.NOT_AUTHENTICATED, message);
  }
}
