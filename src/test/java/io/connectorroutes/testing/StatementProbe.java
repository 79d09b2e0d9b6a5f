package io.connectorroutes.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;

/**
 * Shows each prepared statement that the product runs, right before it does so, with the connection
 * and the values: whoever looks sees the data and the settings that the statement will see. Stands
 * before the JDBC drivers of this JVM until it is closed.
 */
public final class StatementProbe implements AutoCloseable {
  private static final Set<String> RUNS =
      Set.of("execute", "executeQuery", "executeUpdate", "addBatch");

  /** Who looks. */
  @FunctionalInterface
  public interface Observer {
    /**
     * A statement is about to be run.
     *
     * @param connection the driver's own, in the transaction of the statement
     * @param values of its placeholders; an element may be null
     */
    void before(Connection connection, String statement, List<Object> values) throws SQLException;
  }

  private final Observer observer;
  private final List<Driver> drivers;
  private final Driver before = new Before();
  private volatile boolean isObserving;

  private StatementProbe(Observer observer, List<Driver> drivers) {
    this.observer = observer;
    this.drivers = drivers;
  }

  /** Connections that are opened from now on can be observed, which begins by {@link #observe}. */
  public static StatementProbe open(Observer observer) throws SQLException {
    StatementProbe probe =
        new StatementProbe(observer, Collections.list(DriverManager.getDrivers()));
    for (Driver driver : probe.drivers) {
      DriverManager.deregisterDriver(driver);
    }
    DriverManager.registerDriver(probe.before);
    return probe;
  }

  /** Shows statements from now on, or none any more. */
  public void observe(boolean statements) {
    isObserving = statements;
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(before);
    for (Driver driver : drivers) {
      DriverManager.registerDriver(driver);
    }
  }

  private Connection observed(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object result = call(connection, method, arguments);
          return method.getName().equals("prepareStatement")
              ? observed(connection, (String) arguments[0], (PreparedStatement) result)
              : result;
        });
  }

  private PreparedStatement observed(
      Connection connection, String text, PreparedStatement statement) {
    TreeMap<Integer, Object> values = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().equals("setObject")) {
            values.put((Integer) arguments[0], arguments[1]);
          } else if (isObserving && arguments == null && RUNS.contains(method.getName())) {
            observer.before(connection, text, new ArrayList<>(values.values()));
          }
          return call(statement, method, arguments);
        });
  }

  /** What is done in place of a call. */
  @FunctionalInterface
  private interface Instead {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            StatementProbe.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> instead.call(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private final class Before implements Driver {
    @Override
    public boolean acceptsURL(String url) throws SQLException {
      for (Driver driver : drivers) {
        if (driver.acceptsURL(url)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      for (Driver driver : drivers) {
        if (driver.acceptsURL(url)) {
          return observed(driver.connect(url, info));
        }
      }
      return null;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }
}
