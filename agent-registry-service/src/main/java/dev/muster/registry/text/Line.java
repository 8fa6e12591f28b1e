package dev.muster.registry.text;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One line of 1 to {@link #max} characters, see {@link CleanText#isLine}; null is valid. */
@Documented
@Constraint(validatedBy = Line.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Line {
  int max();

  String message() default
      "must be one line of 1 to {max} characters without blanks around it or control characters";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** The rule. */
  final class Check implements ConstraintValidator<Line, CharSequence> {
    private int max;

    @Override
    public void initialize(Line line) {
      max = line.max();
    }

    @Override
    public boolean isValid(CharSequence value, ConstraintValidatorContext context) {
      return value == null || (value.length() <= max && CleanText.isLine(value));
    }
  }
}
