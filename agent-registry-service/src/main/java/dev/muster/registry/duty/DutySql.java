package dev.muster.registry.duty;

/** The statements about what task-service was told. They change no entity tag. */
final class DutySql {
  /** Never back: an older confirmation may come later. */
  static final String TOLD =
      "update agent set mode_told = ? where id = ? and mode_told < ? and mode_version >= ?";

  /** Through agent_untold, which is empty but for moments. */
  static final String UNTOLD =
      "select id from agent where mode_told < mode_version order by id limit 100";

  private DutySql() {}
}
