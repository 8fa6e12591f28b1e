package dev.muster.registry.agent;

import java.util.List;

/**
 * What an administrator decides about an agent, complete and valid; without its token.
 *
 * @param meta a JSON object as text
 */
public record AgentSettings(
    String name,
    String type,
    String description,
    String namespace,
    String visibility,
    int concurrency,
    List<String> capabilities,
    List<String> tags,
    List<String> tools,
    String meta) {}
