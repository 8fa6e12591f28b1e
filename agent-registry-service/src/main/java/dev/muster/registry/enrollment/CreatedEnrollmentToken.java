package dev.muster.registry.enrollment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Answer of {@code POST /api/enrollment-tokens}.
 *
 * @param token shown this once; left out when an earlier request made it
 * @param repeated an earlier request made it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CreatedEnrollmentToken(UUID id, String token, @JsonIgnore boolean repeated) {
  @Override
  public String toString() {
    return "CreatedEnrollmentToken[" + id + "]";
  }
}
