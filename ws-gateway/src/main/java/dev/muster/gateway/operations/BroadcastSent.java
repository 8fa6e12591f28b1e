package dev.muster.gateway.operations;

/**
 * @param gateways that pass it on to the agents connected to them
 */
record BroadcastSent(int gateways) {}
