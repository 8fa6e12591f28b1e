package dev.muster.auth.account;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a person is called: one line that isn't blank; null is valid. */
@Documented
@Constraint(validatedBy = {})
@Size(max = 100, message = "must have at most 100 characters")
@Pattern(
    regexp = "[^\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}]*",
    message = "must be one line without control characters")
@Pattern(regexp = "(?Us).*\\S.*", message = "must not be blank")
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface PersonName {
  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
