package dev.muster.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.Set;

/** Reads a part of a body as strictly as a whole one is read, and refuses it in the same words. */
@Singleton
public class StrictReader {
  private static final String AS_IN = "POST";

  private final ObjectMapper json;
  private final Validator validator;

  @Inject
  StrictReader(ObjectMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  /** Throws 1001 for what is no valid value. */
  public <T> T read(byte[] body, int from, int length, Class<T> type) {
    T value = parse(body, from, length, type);
    if (value == null) {
      throw ContractException.badParameter("", "must be an object");
    }
    Set<ConstraintViolation<T>> found = validator.validate(value);
    if (!found.isEmpty()) {
      throw refused(Violations.refusal(new ConstraintViolationException(found), AS_IN));
    }
    return value;
  }

  private <T> T parse(byte[] body, int from, int length, Class<T> type) {
    try {
      return json.readValue(body, from, length, type);
    } catch (JsonProcessingException e) {
      Refusal refusal = JsonMistakes.refusal(e, AS_IN);
      throw refusal == null ? malformed() : refused(refusal);
    } catch (IOException e) {
      throw malformed();
    }
  }

  private static ContractException refused(Refusal refusal) {
    return refusal.errors().isEmpty()
        ? new ContractException(refusal.code(), refusal.message())
        : ContractException.badParameters(refusal.errors());
  }

  private static ContractException malformed() {
    return new ContractException(ErrorCode.BAD_PARAMETER, "not well-formed JSON");
  }
}
