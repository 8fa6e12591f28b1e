package dev.muster.gateway.operations;

import java.util.List;

/**
 * One page of the agents that are connected, by id, and all gateways.
 *
 * @param total how many agents there are over all pages
 */
record ConnectionPage(List<AgentConnectionView> items, long total, List<GatewayView> gateways) {}
