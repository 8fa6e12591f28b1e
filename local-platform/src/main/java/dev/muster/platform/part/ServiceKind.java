package dev.muster.platform.part;

import java.util.Locale;

/** The four deployables. */
public enum ServiceKind {
  AUTH("auth-service", "auth", "MUSTER_AUTH_URL"),
  REGISTRY("agent-registry-service", "registry", "MUSTER_REGISTRY_URL"),
  TASK("task-service", "task", "MUSTER_TASK_URL"),
  GATEWAY("ws-gateway", "", "");

  private final String serviceName;
  private final String schema;
  private final String urlVariable;

  ServiceKind(String serviceName, String schema, String urlVariable) {
    this.serviceName = serviceName;
    this.schema = schema;
    this.urlVariable = urlVariable;
  }

  /** Name of the module, of the Kubernetes service, and of the OAuth client. */
  public String serviceName() {
    return serviceName;
  }

  public boolean hasDatabase() {
    return !schema.isEmpty();
  }

  public String schema() {
    return schema;
  }

  public String role() {
    return "muster_" + schema;
  }

  /** The role that owns the schema, where the service's own may not (docs/audit.md); else empty. */
  public String owner() {
    return this == AUTH ? role() + "_owner" : "";
  }

  /** The variable by which the others learn where it is; empty when nobody calls it. */
  public String urlVariable() {
    return urlVariable;
  }

  /** The variable that tells auth-service this one's client secret. */
  public String clientVariable() {
    return "MUSTER_CLIENTS_" + serviceName.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
