package dev.muster.kit.stream;

import java.util.Map;

/**
 * One entry of a stream.
 *
 * @param id as Redis gave it, such as {@code 1733000000000-0}
 */
public record StreamEntry(String id, Map<String, String> fields) {}
