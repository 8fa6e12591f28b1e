package dev.muster.kit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.error.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Every answer under {@code /api}.
 *
 * @param code 0, or the catalogue's
 * @param data the result; null when there is an error
 * @param errors one entry per offending field, only with 1001
 * @param nextOffset where to go on, only with 2004
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
record Envelope(
    int code,
    String message,
    Object data,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long nextOffset,
    String requestId) {}
