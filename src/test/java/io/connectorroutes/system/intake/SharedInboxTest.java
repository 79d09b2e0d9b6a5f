package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers with one inbox and one ledger. */
class SharedInboxTest {
  private static final int FILES = 40;
  private static final int ROWS = 3;

  @TempDir Path home;
  @TempDir Path otherHome;

  @Test
  void eachFileIsTakenByOneAndEachChangeAppliedOnce() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        TestSystem one = sharing(server, TestSystem.in(home)).start();
        TestSystem other =
            sharing(server, TestSystem.in(otherHome))
                .with("graph.endpoint", one.sandbox().root().toString())
                .with("inbox.directory", home.resolve("inbox").toString())
                .with("results.directory", home.resolve("results").toString())
                .start()) {
      for (int file = 1; file <= FILES; file++) {
        one.drop("f" + file + ".jsonl", Way.lines(changes(file)));
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.isDirectory(home.resolve("accepted")) && accepted() == FILES);
      for (int file = 1; file <= FILES; file++) {
        one.resultsOf("f" + file + ".jsonl");
      }

      assertThat(one.writes()).hasSize(FILES * ROWS);
      assertThat(number(server, "SELECT COUNT(*) FROM job")).isEqualTo(FILES);
      assertThat(number(server, "SELECT COUNT(*) FROM change WHERE outcome = 'applied'"))
          .isEqualTo(FILES * ROWS);
      assertThat(number(server, "SELECT COUNT(*) FROM change WHERE state = 'duplicate'")).isZero();
      assertThat(other.sandbox().journal()).isEmpty();
    }
  }

  private static TestSystem sharing(EmbeddedPostgres server, TestSystem system) {
    return system
        .with("ledger.url", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres")
        .with("ledger.user", "postgres")
        .with("ledger.password", "postgres")
        .with("ledger.key", Base64.getEncoder().encodeToString(new byte[32]))
        .with("graph.budget", "none");
  }

  private static List<ObjectNode> changes(int file) {
    return IntStream.rangeClosed(1, ROWS)
        .mapToObj(row -> Requests.create("c-" + file + "-" + row, "API " + file + " " + row))
        .toList();
  }

  private long accepted() throws Exception {
    try (Stream<Path> files = Files.list(home.resolve("accepted"))) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).count();
    }
  }

  private static long number(EmbeddedPostgres server, String query) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
