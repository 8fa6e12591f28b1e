package dev.muster.auth.account;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Body of H1. */
record Registration(
    @NotNull @Size(max = Email.MAX, message = TOO_LONG_EMAIL) String email,
    @NotNull
        @Size(min = MIN_PASSWORD, max = MAX_PASSWORD, message = "must have 8 to 1024 characters")
        @Pattern(regexp = WHOLE_CHARACTERS, message = "must be well-formed text")
        String password,
    @NotBlank
        @Size(max = 100, message = "must have at most 100 characters")
        @Pattern(regexp = PLAIN_LINE, message = "must be one line without control characters")
        String name) {
  static final int MIN_PASSWORD = 8;

  /** What is longer is refused before it costs anything; what is not counts whole. */
  static final int MAX_PASSWORD = 1024;

  static final String TOO_LONG_EMAIL = "must have at most 254 characters";

  /** Half of a surrogate pair would be stored and hashed as something else. */
  static final String WHOLE_CHARACTERS = "[^\\p{Cs}]*";

  private static final String PLAIN_LINE = "[^\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}]*";

  @Override
  public String toString() {
    return "Registration[REDACTED]";
  }
}
