package dev.muster.registry.text;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * JSON of at most {@link #max} bytes that PostgreSQL gives back as it was: no NUL, no half
 * characters, no numbers beyond what any reader can take. Null is valid.
 */
@Documented
@Constraint(validatedBy = SmallJson.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface SmallJson {
  int max();

  String message() default
      "must have at most {max} bytes, no NUL characters and no numbers out of range";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** The rule. */
  final class Check implements ConstraintValidator<SmallJson, JsonNode> {
    private static final int MAX_DIGITS = 400;

    private int max;

    @Override
    public void initialize(SmallJson json) {
      max = json.max();
    }

    @Override
    public boolean isValid(JsonNode value, ConstraintValidatorContext context) {
      return value == null
          || (isStorable(value) && value.toString().getBytes(StandardCharsets.UTF_8).length <= max);
    }

    private static boolean isStorable(JsonNode node) {
      if (node.isTextual()) {
        return CleanText.isStorable(node.textValue());
      }
      if (node.isNumber()) {
        return isInRange(node);
      }
      for (JsonNode element : node) {
        if (!isStorable(element)) {
          return false;
        }
      }
      return node.propertyStream().allMatch(member -> CleanText.isStorable(member.getKey()));
    }

    private static boolean isInRange(JsonNode number) {
      if ((number.isDouble() || number.isFloat()) && !Double.isFinite(number.doubleValue())) {
        return false;
      }
      BigDecimal value = number.decimalValue();
      return value.precision() <= MAX_DIGITS && Math.abs((long) value.scale()) <= MAX_DIGITS;
    }
  }
}
