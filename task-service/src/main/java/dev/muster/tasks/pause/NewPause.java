package dev.muster.tasks.pause;

import dev.muster.error.ContractException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The body of {@code POST /api/pauses}: what isn't to start until it is resumed. What is given has
 * to be true of a task all together.
 *
 * @param capabilities of tasks that need exactly these; an empty list means those that need none
 */
public record NewPause(
    @Pattern(regexp = NAME) String namespace,
    @Pattern(regexp = LINE, message = "must be 1 to 64 printable characters") String type,
    UUID agentId,
    @Size(max = 64) List<@NotNull @Pattern(regexp = NAME) String> capabilities,
    @NotNull @Pattern(regexp = REASON, message = "must be one line of at most 500 characters")
        String reason) {

  private static final String NAME = "[a-z0-9._-]{1,64}";
  private static final String LINE = "(?![\\s\\p{Z}]*$)[^\\p{C}\\p{Zl}\\p{Zp}]{1,64}";
  private static final String REASON = "[^\\p{C}\\p{Zl}\\p{Zp}]{0,500}";

  public NewPause {
    namespace = namespace == null ? "default" : namespace;
    // In the order in which routes have them. A null in it is refused by its name.
    capabilities =
        capabilities == null || capabilities.contains(null)
            ? capabilities
            : List.copyOf(new TreeSet<>(capabilities));
  }

  /** Throws 1001 when nothing is named that could be paused. */
  void check() {
    if (type == null && agentId == null && capabilities == null) {
      throw ContractException.badParameter(
          "type",
          "name a type, an agent or capabilities; a whole namespace is paused at its own path");
    }
  }
}
