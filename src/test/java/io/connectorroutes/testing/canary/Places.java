package io.connectorroutes.testing.canary;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

/** Where secrets can be that are in no file, each by its name. */
public final class Places {
  private Places() {}

  /** All cells of all tables that are no part of the database system itself. */
  public static Map<String, byte[]> tables(Connection connection) throws SQLException {
    Map<String, byte[]> cells = new LinkedHashMap<>();
    for (String table : names(connection)) {
      try (Statement sql = connection.createStatement();
          ResultSet rows = sql.executeQuery("SELECT * FROM " + table)) {
        int columns = rows.getMetaData().getColumnCount();
        for (int row = 1; rows.next(); row++) {
          for (int column = 1; column <= columns; column++) {
            byte[] cell = bytes(rows, column);
            if (cell != null) {
              String name = rows.getMetaData().getColumnName(column);
              cells.put(table + "." + name + ", row " + row, cell);
            }
          }
        }
      }
    }
    return cells;
  }

  private static List<String> names(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet tables =
        connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        String schema = tables.getString("TABLE_SCHEM");
        String table = '"' + tables.getString("TABLE_NAME") + '"';
        names.add(schema == null ? table : '"' + schema + "\"." + table);
      }
    }
    return names;
  }

  private static byte[] bytes(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    return value instanceof byte[] bytes
        ? bytes
        : value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** All attributes of all MBeans; of one that cannot be read, what its failure says. */
  public static Map<String, byte[]> beans(MBeanServerConnection server) throws Exception {
    Map<String, byte[]> attributes = new LinkedHashMap<>();
    for (ObjectName bean : server.queryNames(null, null)) {
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
        attributes.put(
            bean + " " + attribute.getName(),
            value(server, bean, attribute.getName()).getBytes(StandardCharsets.UTF_8));
      }
    }
    return attributes;
  }

  private static String value(MBeanServerConnection server, ObjectName bean, String attribute)
      throws Exception {
    try {
      return shown(server.getAttribute(bean, attribute));
    } catch (JMException | RuntimeException e) {
      return e.toString();
    }
  }

  private static String shown(Object value) {
    return value instanceof Object[] many
        ? String.join("\n", Arrays.stream(many).map(Places::shown).toList())
        : String.valueOf(value);
  }
}
