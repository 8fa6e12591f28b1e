package dev.muster.kit.db;

import java.sql.SQLException;

/** Something done with a connection or another part of JDBC. */
@FunctionalInterface
public interface SqlFunction<A, T> {
  T apply(A argument) throws SQLException;
}
