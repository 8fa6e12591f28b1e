package dev.muster.kit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.error.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * An error outside {@code /api} (RFC 9457).
 *
 * @param title the catalogue's sentence, the same for each answer of this code
 * @param detail what happened this time
 * @param nextOffset where to go on, only with 2004
 */
@RegisterForReflection
record Problem(
    String type,
    String title,
    int status,
    String detail,
    int code,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long nextOffset,
    String requestId) {}
