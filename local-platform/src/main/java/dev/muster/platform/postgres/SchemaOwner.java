package dev.muster.platform.postgres;

/**
 * The role that owns a schema and runs its migrations, where that isn't the service's own: the
 * service then reads and writes rows, and can't change tables.
 */
public record SchemaOwner(String role, String password) {
  @Override
  public String toString() {
    return "SchemaOwner[" + role + "]";
  }
}
