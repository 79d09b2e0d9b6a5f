package host;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.JdbcTemplate;

/** What stands in the host's database. */
class HostDatabase {
  private final JdbcTemplate jdbc;

  HostDatabase(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The host's own migration was run, and no other; its table is there, and no other. */
  void assertUntouched() {
    assertThat(jdbc.queryForList("SELECT script FROM flyway_schema_history", String.class))
        .containsExactly("V1__customers.sql");
    assertThat(
            jdbc.queryForList("SELECT name FROM sqlite_master WHERE type = 'table'", String.class))
        .containsExactlyInAnyOrder("customer", "flyway_schema_history");
    assertThat(jdbc.queryForObject("SELECT name FROM customer", String.class)).isEqualTo("Contoso");
  }
}
