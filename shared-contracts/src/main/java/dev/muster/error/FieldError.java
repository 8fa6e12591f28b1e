package dev.muster.error;

/**
 * One entry of {@code errors[]} in a 1001 answer.
 *
 * @param field the JSON path of the offending member, such as {@code backoff.factor}
 * @param message what is wrong with it and what would be right
 */
public record FieldError(String field, String message) {}
