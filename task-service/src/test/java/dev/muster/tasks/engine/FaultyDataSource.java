package dev.muster.tasks.engine;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A real data source whose connections are lost as a plan says: with SQLSTATE 08006, as the driver
 * says it. A lost connection does nothing more; PostgreSQL rolls back what wasn't committed.
 */
public final class FaultyDataSource implements DataSource {
  private static final String LOST = "08006";

  private final DataSource real;
  private final FaultPlan plan;

  public FaultyDataSource(DataSource real, FaultPlan plan) {
    this.real = real;
    this.plan = plan;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return proxy(Connection.class, new Wire(real.getConnection()));
  }

  /** One connection, which may be cut. */
  private final class Wire implements InvocationHandler {
    private final Connection connection;
    private boolean lost;

    Wire(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      return switch (method.getName()) {
        case "prepareStatement" -> {
          requireAlive();
          Object statement = call(connection, method, arguments);
          yield proxy(
              PreparedStatement.class, (proxy, each, given) -> statement(statement, each, given));
        }
        case "commit" -> {
          requireAlive();
          strike(Fault.BEFORE_COMMIT);
          Object nothing = call(connection, method, arguments);
          strike(Fault.AFTER_COMMIT);
          yield nothing;
        }
        case "close" -> {
          if (lost) {
            // What PostgreSQL does by itself.
            connection.rollback();
            connection.setAutoCommit(true);
          }
          yield call(connection, method, arguments);
        }
        case "rollback", "setAutoCommit" -> {
          requireAlive();
          yield call(connection, method, arguments);
        }
        default -> call(connection, method, arguments);
      };
    }

    private Object statement(Object statement, Method method, Object[] arguments) throws Throwable {
      if (!method.getName().startsWith("execute")) {
        return call(statement, method, arguments);
      }
      requireAlive();
      strike(Fault.BEFORE_STATEMENT);
      Object answer = call(statement, method, arguments);
      strike(Fault.AFTER_STATEMENT);
      return answer;
    }

    private void strike(Fault moment) throws SQLException {
      if (plan.strikes(moment)) {
        lost = true;
        throw new SQLException("the connection was lost: " + moment, LOST);
      }
    }

    private void requireAlive() throws SQLException {
      if (lost) {
        throw new SQLException("the connection is lost", LOST);
      }
    }
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
