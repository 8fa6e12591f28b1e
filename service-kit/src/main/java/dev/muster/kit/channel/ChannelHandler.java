package dev.muster.kit.channel;

/**
 * What is done with messages. Called on a virtual thread, never concurrently for one subscription,
 * in the order of arrival; may block, but then the queue fills. An exception is logged and counted,
 * and the next message is handled.
 */
@FunctionalInterface
public interface ChannelHandler {
  void handle(String channel, String message) throws Exception;
}
