package io.connectorroutes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.text.PrintableText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Imports point one way, and only the outer packages know Camel. */
@AnalyzeClasses(
    packages = "io.connectorroutes",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Set<String> CATEGORIES =
      Set.of("getType", "isISOControl", "isIdentifierIgnorable");

  private static final Set<String> LEVELS = Set.of("info", "warn", "error");

  /** They log ids, numbers, settings and words of our own. */
  private static final String NOTHING_OF_OTHERS =
      ".*\\.(RoutesRun|LedgerSettleProducer|Database|EarlierHistory|Classifier|PrivateFiles"
          + "|LeaseRecovery|Repair|JdbcDeadLetters|UnreadCertificates|WireLogs|HttpFront"
          + "|AppCertificateWarnings)";

  @ArchTest
  static final ArchRule importsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("change")
          .definedBy("..connectorroutes.change..")
          .layer("certificate")
          .definedBy("..connectorroutes.certificate..")
          .layer("optional")
          .definedBy("..connectorroutes.optional..")
          .layer("logging")
          .definedBy("io.connectorroutes.logging..")
          .layer("text")
          .definedBy("..connectorroutes.text..")
          .layer("files")
          .definedBy("..connectorroutes.files..")
          .layer("database")
          .definedBy("..connectorroutes.database..")
          .layer("identity")
          .definedBy("..connectorroutes.identity..")
          .layer("graph")
          .definedBy("..connectorroutes.graph..")
          .layer("ledger")
          .definedBy("..connectorroutes.ledger..")
          .layer("secret")
          .definedBy("..connectorroutes.secret..")
          .layer("intake")
          .definedBy("..connectorroutes.intake..")
          .layer("delivery")
          .definedBy("..connectorroutes.delivery..")
          .layer("outcome")
          .definedBy("..connectorroutes.outcome..")
          .layer("plan")
          .definedBy("..connectorroutes.plan..")
          .layer("config")
          .definedBy("..connectorroutes.config..")
          .layer("camel")
          .definedBy("..connectorroutes.camel..")
          .layer("sandbox")
          .definedBy("..connectorroutes.sandbox..")
          .layer("app")
          .definedBy("..connectorroutes.app..")
          .whereLayer("optional")
          .mayNotAccessAnyLayer()
          .whereLayer("logging")
          .mayNotAccessAnyLayer()
          .whereLayer("text")
          .mayNotAccessAnyLayer()
          .whereLayer("files")
          .mayNotAccessAnyLayer()
          .whereLayer("database")
          .mayOnlyAccessLayers("text", "files")
          .whereLayer("change")
          .mayOnlyAccessLayers("text", "files")
          .whereLayer("certificate")
          .mayOnlyAccessLayers("optional", "change")
          .whereLayer("identity")
          .mayOnlyAccessLayers("text")
          .whereLayer("graph")
          .mayOnlyAccessLayers("optional", "text", "files", "change", "certificate", "identity")
          .whereLayer("ledger")
          .mayOnlyAccessLayers(
              "optional", "text", "files", "database", "change", "certificate", "graph")
          .whereLayer("secret")
          .mayOnlyAccessLayers("optional", "text", "files", "change", "graph")
          .whereLayer("sandbox")
          .mayOnlyAccessLayers("text", "files", "change")
          .whereLayer("intake")
          .mayOnlyAccessLayers(
              "text", "files", "database", "change", "certificate", "graph", "ledger", "secret")
          .whereLayer("delivery")
          .mayOnlyAccessLayers(
              "text", "files", "database", "change", "certificate", "graph", "ledger", "secret")
          .whereLayer("outcome")
          .mayOnlyAccessLayers("text", "files", "database", "change", "graph", "ledger", "secret")
          .whereLayer("plan")
          .mayOnlyAccessLayers("change", "certificate", "graph", "ledger", "secret", "delivery")
          .whereLayer("config")
          .mayOnlyAccessLayers(
              "optional",
              "text",
              "files",
              "database",
              "change",
              "certificate",
              "graph",
              "ledger",
              "secret",
              "identity",
              "intake",
              "delivery")
          .whereLayer("camel")
          .mayOnlyAccessLayers(
              "logging",
              "optional",
              "text",
              "files",
              "database",
              "change",
              "certificate",
              "graph",
              "ledger",
              "secret",
              "identity",
              "intake",
              "delivery",
              "outcome",
              "config");

  /** The ledger's own public types are its door. */
  @ArchTest
  static final ArchRule nobodyElseKnowsTheRoomsOfTheLedger =
      noClasses()
          .that()
          .resideOutsideOfPackage("..connectorroutes.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..connectorroutes.ledger.*..");

  /** The order knows the directory alone, and the tables that all of them share. */
  @ArchTest
  static final ArchRule theRoomsOfTheLedgerKnowEachOtherOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("table")
          .definedBy("io.connectorroutes.ledger.table")
          .layer("encryption")
          .definedBy("io.connectorroutes.ledger.encryption")
          .layer("directory")
          .definedBy("io.connectorroutes.ledger.directory")
          .layer("order")
          .definedBy("io.connectorroutes.ledger.order")
          .layer("enqueue")
          .definedBy("io.connectorroutes.ledger.enqueue")
          .layer("claim")
          .definedBy("io.connectorroutes.ledger.claim")
          .layer("recording")
          .definedBy("io.connectorroutes.ledger.recording")
          .layer("outbox")
          .definedBy("io.connectorroutes.ledger.outbox")
          .layer("rekey")
          .definedBy("io.connectorroutes.ledger.rekey")
          .whereLayer("table")
          .mayNotAccessAnyLayer()
          .whereLayer("encryption")
          .mayNotAccessAnyLayer()
          .whereLayer("directory")
          .mayOnlyAccessLayers("encryption")
          .whereLayer("order")
          .mayOnlyAccessLayers("table", "directory")
          .whereLayer("enqueue")
          .mayOnlyAccessLayers("table", "order")
          .whereLayer("claim")
          .mayOnlyAccessLayers("table", "encryption", "directory", "order", "enqueue")
          .whereLayer("recording")
          .mayOnlyAccessLayers("table", "encryption", "order", "enqueue", "claim")
          .whereLayer("outbox")
          .mayOnlyAccessLayers("table", "encryption", "directory", "order", "enqueue", "claim")
          .whereLayer("rekey")
          .mayOnlyAccessLayers("table", "encryption", "directory");

  /** Workers agree on the ledger's time, which is the database's: their own clocks may be wrong. */
  @ArchTest
  static final ArchRule deliveryGoesByTheLedgersTime =
      noClasses()
          .that()
          .resideInAnyPackage("..connectorroutes.ledger..", "..connectorroutes.delivery..")
          .and()
          .doNotHaveSimpleName("Ledgers")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  /**
   * What comes in, the exit, and the component that they meet at: one room does not know another.
   * The face that other applications see stands before all of them; the root binds its one bean,
   * which waits as long as a throttled call says.
   */
  @ArchTest
  static final ArchRule theRoomsOfCamelKnowTheLedgersComponentAlone =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy("io.connectorroutes.camel")
          .layer("file")
          .definedBy("io.connectorroutes.camel.file")
          .layer("queue")
          .definedBy("io.connectorroutes.camel.queue")
          .layer("kafka")
          .definedBy("io.connectorroutes.camel.kafka")
          .layer("http")
          .definedBy("io.connectorroutes.camel.http")
          .layer("component")
          .definedBy("io.connectorroutes.camel.ledger")
          .layer("change")
          .definedBy("io.connectorroutes.camel.change")
          .layer("management")
          .definedBy("io.connectorroutes.camel.management")
          .layer("app")
          .definedBy("..connectorroutes.app..")
          .whereLayer("file")
          .mayOnlyAccessLayers("component")
          .whereLayer("queue")
          .mayOnlyAccessLayers("component")
          .whereLayer("kafka")
          .mayOnlyAccessLayers("component")
          .whereLayer("http")
          .mayOnlyAccessLayers("component")
          .whereLayer("component")
          .mayNotAccessAnyLayer()
          .whereLayer("management")
          .mayNotAccessAnyLayer()
          .whereLayer("root")
          .mayOnlyAccessLayers(
              "file", "queue", "kafka", "http", "component", "change", "management")
          .whereLayer("change")
          .mayOnlyAccessLayers("root", "file", "http", "component")
          .whereLayer("app")
          .mayOnlyAccessLayers("root", "component", "management");

  /** The routes run in other applications as well, which have their own. */
  @ArchTest
  static final ArchRule onlyTheProgramKnowsCamelMainAndItsCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("..connectorroutes.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.camel.main..", "picocli..");

  /** Neither is there in every application. Camel's own component of JMS brings Spring's. */
  @ArchTest
  static final ArchRule nothingOfSpringOrQuarkusIsNeeded =
      noClasses()
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAnyPackage(
                      "org.springframework..",
                      "org.apache.camel.spring..",
                      "io.quarkus..",
                      "org.apache.camel.quarkus..")
                  .and(
                      DescribedPredicate.not(
                          JavaClass.Predicates.resideInAPackage("org.springframework.jms.."))));

  /** Applications log otherwise. */
  @ArchTest
  static final ArchRule onlyTheProgramAndItsSilenceOfWireLogsKnowLogback =
      noClasses()
          .that()
          .resideOutsideOfPackage("..connectorroutes.app..")
          .and()
          .haveNameNotMatching(".*WireLogFilter.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ch.qos.logback..");

  /** Elsewhere a class could be touched whose dependency is not there: see OptionalDependency. */
  @ArchTest
  static final ArchRule optionalDependenciesAreKnownWhereTheyAreAskedForAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..connectorroutes.app..",
              "..connectorroutes.camel.queue..",
              "..connectorroutes.camel.kafka..",
              "..connectorroutes.camel.metrics..",
              "..connectorroutes.camel.trace..",
              "..connectorroutes.certificate..",
              "..connectorroutes.database..")
          .and()
          .haveNameNotMatching(
              ".*\\.(AzureKeyVault|ManagementMetrics|HostBeans|CompositionRoot"
                  + "|(Ledger|Pause|Reported|Token)HealthCheck|ConsumerHealthChecks(\\$.*)?)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sqlite..",
              "org.postgresql..",
              "org.flywaydb..",
              "com.zaxxer..",
              "jakarta.jms..",
              "org.springframework..",
              "org.apache.qpid..",
              "org.apache.activemq..",
              "org.apache.kafka..",
              "org.apache.camel.component.amqp..",
              "org.apache.camel.component.jms..",
              "org.apache.camel.component.kafka..",
              "org.apache.camel.impl.health..",
              "io.micrometer..",
              "io.opentelemetry..",
              "org.apache.camel.opentelemetry2..",
              "com.azure.security..",
              "org.bouncycastle..");

  /**
   * One class decides what a terminal would obey. (The other looks at the form of a reference,
   * which it refuses.)
   */
  @ArchTest
  static final ArchRule nobodyElseJudgesControlCharacters =
      noClasses()
          .that()
          .areNotAssignableTo(PrintableText.class)
          .and()
          .doNotHaveSimpleName("SecretReference")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "it asks for a character's category",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Character.class)
                          && CATEGORIES.contains(call.getName())));

  /** A terminal's writers neutralise what is printed. */
  @ArchTest
  static final ArchRule onlyTheTerminalPrints =
      noClasses()
          .that()
          .doNotHaveSimpleName("Terminal")
          .should()
          .accessClassesThat()
          .areAssignableTo(PrintStream.class)
          .orShould()
          .callConstructorWhere(
              DescribedPredicate.describe(
                  "it makes a PrintWriter",
                  call -> call.getTargetOwner().isEquivalentTo(PrintWriter.class)));

  /**
   * An application logs in a layout of its own, and health is served as it is: who logs or reports
   * makes text of others printable, or shows none.
   */
  @ArchTest
  static final ArchRule whoeverLogsOrReportsHealthMakesTextOfOthersPrintable =
      noClasses()
          .that(
              DescribedPredicate.describe(
                  "do not use PrintableText",
                  type ->
                      type.getDirectDependenciesFromSelf().stream()
                          .noneMatch(
                              to -> to.getTargetClass().isEquivalentTo(PrintableText.class))))
          .and()
          .haveNameNotMatching(NOTHING_OF_OTHERS)
          .should()
          .callMethodWhere(
              DescribedPredicate.describe("it logs or reports health", ArchitectureTest::showsText))
          .because(
              "a file's name, or what an exception or Graph says, can move a terminal's cursor; a"
                  + " class that shows ids, numbers and settings alone is named in"
                  + " NOTHING_OF_OTHERS");

  private static boolean showsText(JavaMethodCall call) {
    String owner = call.getTargetOwner().getSimpleName();
    return (owner.equals("Logger") && LEVELS.contains(call.getName()))
        || (owner.equals("HealthCheckResultBuilder") && call.getName().equals("message"));
  }

  @ArchTest
  static final ArchRule onlyTheOuterPackagesKnowCamel =
      noClasses()
          .that()
          .resideOutsideOfPackages("..connectorroutes.camel..", "..connectorroutes.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  /**
   * What an operation does follows from its effect and kind: one that is added touches its
   * constant, the body of its request and its part of the schema. (Of a {@code switch}, the
   * compiler writes a class that names each constant.)
   */
  @ArchTest
  static final ArchRule nobodyAsksForOneOperation =
      noClasses()
          .that()
          .resideOutsideOfPackage("..change.operation..")
          .should()
          .accessFieldWhere(
              DescribedPredicate.describe(
                  "it is a constant of Operation",
                  access -> access.getTargetOwner().isEquivalentTo(Operation.class)));
}
