package dev.muster.registry.namespace;

/** The statements about what task-service was told of namespaces. They change no entity tag. */
final class PolicySql {
  static final String RENEW =
      "update namespace set policy_version = nextval('namespace_policy_version') where name = ?";

  static final String UNTOLD_OF =
      """
      select weight, quota, paused_at is not null, policy_version
      from namespace
      where name = ? and policy_told < policy_version
      """;

  /** Never back: an older confirmation may come later. */
  static final String TOLD =
      "update namespace set policy_told = ? where name = ? and policy_told < ? and policy_version >= ?";

  /** Through namespace_untold, which is empty but for moments. */
  static final String UNTOLD =
      "select name from namespace where policy_told < policy_version order by name limit 100";

  private PolicySql() {}
}
