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

/** At most {@link #max} characters, see {@link CleanText#isProse}; null is valid. */
@Documented
@Constraint(validatedBy = Prose.Check.class)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Prose {
  int max();

  String message() default
      "must have at most {max} characters and no control characters but line breaks";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** The rule. */
  final class Check implements ConstraintValidator<Prose, CharSequence> {
    private int max;

    @Override
    public void initialize(Prose prose) {
      max = prose.max();
    }

    @Override
    public boolean isValid(CharSequence value, ConstraintValidatorContext context) {
      return value == null || (value.length() <= max && CleanText.isProse(value));
    }
  }
}
