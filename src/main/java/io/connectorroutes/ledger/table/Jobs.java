package io.connectorroutes.ledger.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.Job;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rows of table {@code job}. */
public final class Jobs {
  /** A job's name is the name of a folder, which holds 255 bytes; some are left for a suffix. */
  private static final int LONGEST_NAME = 220;

  private static final ObjectMapper JSON = new ObjectMapper();

  private Jobs() {}

  public static Job of(Row row) throws SQLException {
    String format = row.text("format");
    return new Job(
        row.number("id"),
        row.text("name"),
        row.text("file_name"),
        row.text("source"),
        format == null ? null : FileFormat.valueOf(format),
        row.text("sha256"),
        format == null ? null : layout(row, FileFormat.valueOf(format)),
        state(row),
        row.count("row_count"),
        row.time("received_at"),
        row.time("completed_at"),
        reason(row));
  }

  private static Job.State state(Row row) throws SQLException {
    Job.State state = Job.State.valueOf(row.text("state").toUpperCase(Locale.ROOT));
    return state == Job.State.OPEN && row.count("paused") == 1 ? Job.State.PAUSED : state;
  }

  private static String reason(Row row) throws SQLException {
    if (row.text("state").equals(wire(Job.State.OPEN)) && row.count("cancelling") == 1) {
      return "it is being cancelled";
    }
    return row.text(row.count("paused") == 1 ? "pause_reason" : "reason");
  }

  public static Optional<Job> find(Sql sql, long id) throws SQLException {
    return sql.first("SELECT * FROM job WHERE id = ?", Jobs::of, id);
  }

  public static Optional<Job> find(Sql sql, String name) throws SQLException {
    return sql.first("SELECT * FROM job WHERE name = ?", Jobs::of, name);
  }

  /** The newest job of the same file. */
  public static Optional<Job> sameFile(Sql sql, FileSource file) throws SQLException {
    return sql.first(
        """
        SELECT * FROM job WHERE file_name = ? AND sha256 = ? AND source = ? AND identity = ?
          AND state <> 'refused'
        ORDER BY id DESC LIMIT 1
        """,
        Jobs::of,
        file.fileName(),
        file.sha256(),
        file.path(),
        file.identity());
  }

  /** Jobs that another content at the same place has begun and not finished. */
  public static List<Job> recordingOf(Sql sql, FileSource file) throws SQLException {
    return sql.list(
        "SELECT * FROM job WHERE file_name = ? AND source = ? AND state = 'recording'",
        Jobs::of,
        file.fileName(),
        file.path());
  }

  public static Job createForFile(Sql sql, FileSource file, Instant now) throws SQLException {
    return sql.first(
            """
            INSERT INTO job (name, file_name, source, identity, format, bytes, sha256, state, received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'recording', ?) RETURNING *
            """,
            Jobs::of,
            freeName(sql, file.fileName()),
            file.fileName(),
            file.path(),
            file.identity(),
            file.format().name(),
            file.bytes(),
            file.sha256(),
            now)
        .orElseThrow();
  }

  /** The job of a queue, made with its first message. */
  public static long ensureQueue(Sql sql, String name, Instant now) throws SQLException {
    Optional<Job> known = find(sql, name);
    if (known.isPresent()) {
      return known.get().id();
    }
    return sql.number(
            """
            INSERT INTO job (name, source, state, received_at) VALUES (?, ?, 'open', ?)
            RETURNING id AS n
            """,
            name,
            name,
            now)
        .orElseThrow();
  }

  /**
   * All its rows are recorded; where it was cancelled meanwhile, they are withdrawn from now on.
   */
  public static void setRecorded(Sql sql, long id) throws SQLException {
    sql.update(
        """
        UPDATE job SET state = 'open',
          stepped_to = CASE WHEN cancelled_to IS NULL THEN stepped_to ELSE 0 END
        WHERE id = ?
        """,
        id);
  }

  public static void setState(Sql sql, long id, Job.State state) throws SQLException {
    sql.update("UPDATE job SET state = ? WHERE id = ?", wire(state), id);
  }

  public static void setLayout(Sql sql, long id, FileLayout layout) throws SQLException {
    sql.update(
        """
        UPDATE job SET columns = ?, separator = ?, line_end = ?, byte_order_mark = ? WHERE id = ?
        """,
        json(layout.columns()),
        String.valueOf(layout.separator()),
        layout.lineEnd(),
        layout.byteOrderMark() ? 1 : 0,
        id);
  }

  private static String json(List<String> columns) {
    try {
      return columns.isEmpty() ? null : JSON.writeValueAsString(columns);
    } catch (JsonProcessingException e) {
      throw new DatabaseException("the columns of a CSV file cannot be kept", e);
    }
  }

  /**
   * The number of the row that was recorded last; 0 for none. Asked so that only the index of jobs
   * has that order: all changes might be read from the last one back else.
   */
  public static int lastRow(Sql sql, long id) throws SQLException {
    return sql.first(
            """
            SELECT job_id, row_no FROM change WHERE job_id <= ?
            ORDER BY job_id DESC, seq DESC LIMIT 1
            """,
            row -> row.number("job_id") == id ? row.count("row_no") : 0,
            id)
        .orElse(0);
  }

  public static void addRows(Sql sql, long id, int count) throws SQLException {
    sql.update("UPDATE job SET row_count = row_count + ? WHERE id = ?", count, id);
  }

  static String wire(Job.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** One that was opened by a version that did not note it gets the results of that version. */
  private static FileLayout layout(Row row, FileFormat format) throws SQLException {
    List<String> columns = columns(row.text("columns"));
    String lineEnd = row.text("line_end");
    return lineEnd == null
        ? FileLayout.standard(format, columns)
        : new FileLayout(
            columns, row.text("separator").charAt(0), row.count("byte_order_mark") == 1, lineEnd);
  }

  private static List<String> columns(String json) {
    try {
      return json == null ? List.of() : JSON.readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new DatabaseException("the ledger's columns of a CSV file are damaged", e);
    }
  }

  private static String freeName(Sql sql, String fileName) throws SQLException {
    String base = cut(fileName);
    String name = base;
    for (int i = 2; find(sql, name).isPresent(); i++) {
      name = base + "~" + i;
    }
    return name;
  }

  /** The longest beginning of whole characters that fits. */
  private static String cut(String name) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }
}
