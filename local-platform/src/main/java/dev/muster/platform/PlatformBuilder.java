package dev.muster.platform;

import dev.muster.platform.edge.EdgeAddress;
import dev.muster.platform.part.ServiceKind;
import dev.muster.platform.process.FreePorts;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a platform should consist of. Every setting has a default, so {@code
 * LocalPlatform.builder().build()} works.
 */
public final class PlatformBuilder {
  Checkout checkout;
  Path data;
  String edgeHost = "127.0.0.1";
  int edgePort;
  int agents = 1;
  int agentSlots = 4;
  int gateways = 1;
  int taskServices = 1;
  boolean nativeExecutables;
  boolean durable = true;
  Consumer<String> progress = line -> {};
  final Map<ServiceKind, Map<String, String>> environment = new EnumMap<>(ServiceKind.class);
  final Map<String, String> agentEnvironment = new HashMap<>();
  final Map<String, String> postgresSettings = new HashMap<>();
  final Map<ServiceKind, List<String>> jvmOptions = new EnumMap<>(ServiceKind.class);

  PlatformBuilder() {}

  /** Where the built programs are; by default the checkout around the current folder. */
  public PlatformBuilder checkout(Path root) {
    this.checkout = new Checkout(root.toAbsolutePath().normalize());
    return this;
  }

  /** Where data, logs and secrets are kept; by default {@code .muster} in the checkout. */
  public PlatformBuilder data(Path folder) {
    this.data = folder.toAbsolutePath().normalize();
    return this;
  }

  /**
   * A new data folder below the given one, for tests and benchmarks. Folders there whose JVM is
   * gone are cleared first, with whatever a killed JVM left running in them.
   */
  public PlatformBuilder freshDataUnder(Path folder) {
    return data(FreshData.under(folder.toAbsolutePath().normalize()));
  }

  /** Address that the edge listens on, or its name; loopback by default. */
  public PlatformBuilder edgeHost(String host) {
    this.edgeHost = host;
    return this;
  }

  /** The edge's port; 0, the default, takes a free one. */
  public PlatformBuilder edgePort(int port) {
    this.edgePort = port;
    return this;
  }

  /** Agents that are registered and started; 1 by default. */
  public PlatformBuilder agents(int count) {
    this.agents = atLeast(0, count);
    return this;
  }

  /** Tasks that each agent runs at once; 4 by default. */
  public PlatformBuilder agentSlots(int count) {
    this.agentSlots = atLeast(1, count);
    return this;
  }

  public PlatformBuilder gateways(int count) {
    this.gateways = atLeast(1, count);
    return this;
  }

  public PlatformBuilder taskServices(int count) {
    this.taskServices = atLeast(1, count);
    return this;
  }

  /** Runs native executables instead of jars. */
  public PlatformBuilder nativeExecutables(boolean yes) {
    this.nativeExecutables = yes;
    return this;
  }

  /** Whether PostgreSQL waits for the disk at every commit; true unless said otherwise. */
  public PlatformBuilder durable(boolean yes) {
    this.durable = yes;
    return this;
  }

  /** An environment variable for every replica of a service, over the platform's own. */
  public PlatformBuilder serviceEnvironment(ServiceKind kind, String name, String value) {
    environment.computeIfAbsent(kind, key -> new HashMap<>()).put(name, value);
    return this;
  }

  /** Options of every JVM of a service, instead of the small ones of a laptop. */
  public PlatformBuilder jvmOptions(ServiceKind kind, List<String> options) {
    jvmOptions.put(kind, List.copyOf(options));
    return this;
  }

  /** A setting of PostgreSQL, over the platform's own. */
  public PlatformBuilder postgresSetting(String name, String value) {
    postgresSettings.put(name, value);
    return this;
  }

  /** An environment variable for every agent. */
  public PlatformBuilder agentEnvironment(String name, String value) {
    agentEnvironment.put(name, value);
    return this;
  }

  /** Told one line per step while the platform starts, and when a part has to be started again. */
  public PlatformBuilder progress(Consumer<String> lines) {
    this.progress = lines;
    return this;
  }

  public LocalPlatform build() {
    if (checkout == null) {
      checkout = Checkout.here();
    }
    if (data == null) {
      data = checkout.root().resolve(".muster");
    }
    if (edgePort == 0) {
      edgePort = FreePorts.next();
    }
    return new LocalPlatform(this);
  }

  EdgeAddress edge() {
    return new EdgeAddress(edgeHost, edgePort);
  }

  int replicas(ServiceKind kind) {
    return switch (kind) {
      case TASK -> taskServices;
      case GATEWAY -> gateways;
      case AUTH, REGISTRY -> 1;
    };
  }

  private static int atLeast(int least, int count) {
    if (count < least) {
      throw new IllegalArgumentException("at least " + least + ", not " + count);
    }
    return count;
  }
}
