package io.connectorroutes.optional;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dependency that an application adds only where it uses what needs it. No class of its is to be
 * touched before it is known to be there.
 */
public enum OptionalDependency {
  /** AMQP 1.0, and JMS itself. */
  CAMEL_AMQP("org.apache.camel.component.amqp.AMQPComponent", "org.apache.camel:camel-amqp", null),
  /** Queues of an application's own connection factory; camel-amqp brings it. */
  CAMEL_JMS("org.apache.camel.component.jms.JmsComponent", "org.apache.camel:camel-jms", null),
  /** Checks of health. */
  CAMEL_HEALTH(
      "org.apache.camel.impl.health.AbstractHealthCheck", "org.apache.camel:camel-health", null),
  /** The management server. */
  CAMEL_PLATFORM_HTTP_MAIN(
      "org.apache.camel.component.platform.http.main.ManagementHttpServer",
      "org.apache.camel:camel-platform-http-main",
      null),
  /** {@code kafka:}. */
  CAMEL_KAFKA(
      "org.apache.camel.component.kafka.KafkaComponent", "org.apache.camel:camel-kafka", null),
  /** Metrics. */
  MICROMETER(
      "io.micrometer.core.instrument.MeterRegistry",
      "org.apache.camel:camel-micrometer-prometheus",
      null),
  /** Metrics, shown. */
  CAMEL_MICROMETER_PROMETHEUS(
      "org.apache.camel.component.micrometer.prometheus.MicrometerPrometheus",
      "org.apache.camel:camel-micrometer-prometheus",
      null),
  /** Traces. */
  CAMEL_TELEMETRY(
      "org.apache.camel.opentelemetry2.OpenTelemetryTracer",
      "org.apache.camel:camel-opentelemetry2",
      null),
  /** The protocol of Artemis' own. */
  ARTEMIS_CLIENT(
      "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory",
      "org.apache.artemis:artemis-jakarta-client",
      "2.55.0"),
  /** Ledgers in a file. */
  SQLITE("org.sqlite.SQLiteDataSource", "org.xerial:sqlite-jdbc", "3.53.4.0"),
  /** Ledgers that several processes on several machines share. */
  POSTGRESQL("org.postgresql.Driver", "org.postgresql:postgresql", "42.7.14"),
  /** Brings a ledger's schema up to date. */
  FLYWAY("org.flywaydb.core.Flyway", "org.flywaydb:flyway-core", "13.12.0"),
  /** The same on PostgreSQL. */
  FLYWAY_POSTGRESQL(
      "org.flywaydb.database.postgresql.PostgreSQLDatabaseType",
      "org.flywaydb:flyway-database-postgresql",
      "13.12.0"),
  /** Connections to a ledger's database. */
  HIKARI("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP", "7.1.0"),
  /** References {@code keyvault:}. */
  KEY_VAULT(
      "com.azure.security.keyvault.secrets.SecretClientBuilder",
      "com.azure:azure-security-keyvault-secrets",
      "4.11.1"),
  /** PFX and PEM files. */
  BOUNCY_CASTLE("org.bouncycastle.pkcs.PKCS12PfxPdu", "org.bouncycastle:bcpkix-jdk18on", "1.86");

  private final String type;
  private final String name;
  private final String version;

  /**
   * A dependency.
   *
   * @param type a class of its
   * @param name group and artifact, as Maven calls them
   * @param version that the project is tested with; null where it is Camel's
   */
  OptionalDependency(String type, String name, String version) {
    this.type = type;
    this.name = name;
    this.version = version;
  }

  /** Whether it is on the class path. */
  public boolean isPresent() {
    try {
      Class.forName(type, false, OptionalDependency.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What to say where it is not there, to follow the name of what needs it. */
  public String needed() {
    return needed(List.of(this));
  }

  /**
   * Goes on where all of them are there.
   *
   * @param asking what needs them, for a person: a key, or a kind of reference
   * @throws MissingDependencyException naming those that are not there, in one line
   */
  public static void require(String asking, OptionalDependency... dependencies) {
    List<OptionalDependency> missing =
        Stream.of(dependencies).filter(dependency -> !dependency.isPresent()).toList();
    if (!missing.isEmpty()) {
      throw new MissingDependencyException(asking + " " + needed(missing));
    }
  }

  /** Group, artifact and version, as in Maven's own lines. */
  String coordinates() {
    return name + (version == null ? " of Camel's version" : ":" + version);
  }

  private static String needed(List<OptionalDependency> missing) {
    boolean one = missing.size() == 1;
    return "needs "
        + missing.stream().map(OptionalDependency::coordinates).collect(Collectors.joining(", "))
        + (one ? ", which is" : ", which are")
        + " not on the class path: add "
        + (one ? "it" : "them");
  }
}
