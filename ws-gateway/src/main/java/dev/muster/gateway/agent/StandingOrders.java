package dev.muster.gateway.agent;

import dev.muster.gateway.GatewayConfig;
import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.TokenOffer;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.FrameCodec;

/**
 * What agent-registry-service wants of one connected agent, made into commands: drain or resume
 * when the mode is new, and the new token of a rotation, which is fetched only now. Owned by the
 * connection's event loop.
 */
final class StandingOrders {
  private final GatewayConfig config;
  private final AgentPort port;
  private final CommandLane commands;
  private AgentOrders orders;
  private boolean begun;
  private long offered;
  private long askAgainAt;

  StandingOrders(AgentOrders orders, GatewayConfig config, AgentPort port, CommandLane commands) {
    this.orders = orders;
    this.config = config;
    this.port = port;
    this.commands = commands;
  }

  /** As task-service is to know them when the session opens. */
  AgentOrders known() {
    return orders;
  }

  /** The agent is at work: it hears whatever isn't the rule, and what ends an exception. */
  void begin(long now) {
    begun = true;
    if (orders.version() > 0) {
      tellMode(now);
    }
    fetchToken();
  }

  /** What the registry says now; an older answer may come after a newer one. */
  void heard(AgentOrders now, long at) {
    boolean newMode = now.version() > orders.version();
    long rotation = now.rotation();
    orders =
        new AgentOrders(
            newMode ? now.mode() : orders.mode(),
            Math.max(now.version(), orders.version()),
            rotation);
    if (begun) {
      if (newMode) {
        tellMode(at);
      }
      fetchToken();
    }
  }

  /** The token comes through here and is kept nowhere but in the frame on its way. */
  void offer(TokenOffer offer, long now) {
    offered = Math.max(offered, offer.rotation());
    commands.send(
        new AgentCommand.Control(
            AgentCommand.Control.ROTATE_TOKEN,
            FrameCodec.JSON.createObjectNode().put("token", offer.token())),
        now);
  }

  /** Nothing is to be asked again. */
  boolean isIdle() {
    return askAgainAt == 0;
  }

  /** When the registry couldn't be asked for the token, it is asked again. */
  void tick(long now) {
    if (begun && askAgainAt != 0 && now >= askAgainAt) {
      fetchToken();
    }
  }

  void noOffer(long now) {
    offered = 0;
    askAgainAt = now + config.resend().max().toMillis();
  }

  private void tellMode(long now) {
    commands.send(
        new AgentCommand.Control(
            orders.mode() == AgentMode.ACTIVE
                ? AgentCommand.Control.RESUME
                : AgentCommand.Control.DRAIN,
            FrameCodec.JSON.createObjectNode()),
        now);
  }

  private void fetchToken() {
    askAgainAt = 0;
    if (orders.rotation() > offered) {
      offered = orders.rotation();
      port.fetchToken();
    }
  }
}
