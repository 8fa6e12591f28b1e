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

/** A password that somebody chooses; null is valid. */
@Documented
@Constraint(validatedBy = {})
@Size(min = NewPassword.MIN, max = NewPassword.MAX, message = "must have 8 to 1024 characters")
@Pattern(regexp = NewPassword.WHOLE_CHARACTERS, message = "must be well-formed text")
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface NewPassword {
  int MIN = 8;

  /** What is longer is refused before it costs anything; what is not counts whole. */
  int MAX = 1024;

  /** Half of a surrogate pair would be stored and hashed as something else. */
  String WHOLE_CHARACTERS = "[^\\p{Cs}]*";

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
