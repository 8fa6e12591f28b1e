package dev.muster.kit.channel;

/** One message of one channel. */
public record ChannelMessage(String channel, String message) {}
