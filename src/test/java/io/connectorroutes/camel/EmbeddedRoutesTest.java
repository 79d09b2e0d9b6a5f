package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HostApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.support.DefaultComponent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The routes in an application that turns them on by a property. */
class EmbeddedRoutesTest {
  private static final String EXIT = "connector-routes-delivery-graph";
  private static final String DUE = "connector-routes-delivery-due";

  @TempDir Path folder;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  private HostApplication application() {
    return HostApplication.with(home(), sandbox);
  }

  private Path home() {
    return folder.resolve("connector-routes");
  }

  @Test
  void withoutThePropertyNothingIsThere() {
    try (HostApplication host =
        new HostApplication().set("connector-routes.graph.cluod", "x").start()) {
      assertThat(host.embedded()).isNull();
      assertThat(host.context().getRoutes()).isEmpty();
      assertThat(host.context().getRegistry().findByTypeWithName(Object.class).keySet())
          .noneMatch(name -> name.startsWith("connector-routes"));
    }
  }

  @Test
  void withoutAnyUseOfALedgerThereIsTheExitAloneAndNoFile() {
    try (HostApplication host = application().start()) {
      assertThat(host.context().getRoutes()).extracting(Route::getId).containsExactly(EXIT);
      assertThat(home()).doesNotExist();
      assertThat(host.embedded().callRoot().tenants().all()).hasSize(1);
    }
  }

  @Test
  void anInboxIsReadAndItsChangesAreDelivered() throws IOException {
    try (HostApplication host = inboxOf(application()).start()) {
      drop("one");
      awaitResults("one");
      assertThat(host.context().getRoutes())
          .extracting(Route::getId)
          .contains(EXIT, DUE)
          .allMatch(id -> id.startsWith("connector-routes-"));
      assertThat(home().resolve("logs")).doesNotExist();
      assertThat(home().resolve("dead-letters")).doesNotExist();
    }
    assertThat(sandbox.journal()).anyMatch(entry -> entry.method().equals("POST"));
  }

  @Test
  void theLedgersRoutesComeWithTheFirstEndpointThatNeedsThem() {
    try (HostApplication host =
        application()
            .bind("asking", new Asking())
            .routes(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from("direct:start").to("asking:one").to("asking:two");
                  }
                })
            .start()) {
      assertThat(host.context().getRoute(DUE)).isNotNull();
      assertThat(host.context().getRouteController().getRouteStatus(DUE).isStarted()).isTrue();
    }
  }

  @Test
  void theLedgersRoutesComeWhileTheApplicationRuns() throws Exception {
    try (HostApplication host = application().bind("asking", new Asking()).start()) {
      assertThat(host.context().getRoute(DUE)).isNull();
      host.context()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("direct:start").to("asking:one").to("asking:two");
                }
              });
      assertThat(host.context().getRouteController().getRouteStatus(DUE).isStarted()).isTrue();
    }
  }

  @Test
  void whoOnlyRecordsDeliversNothing() {
    try (HostApplication host =
        application().set("connector-routes.delivery.enabled", "false").start()) {
      host.embedded().ledgerRoot();
      assertThat(host.context().getRoute("connector-routes-outcome-outcomes")).isNotNull();
      assertThat(host.context().getRoute(DUE)).isNull();
    }
  }

  @Test
  void whatIsRecordedStaysWhereTheApplicationStartsNoRouteAndIsDeliveredWhenItDoes()
      throws Exception {
    try (HostApplication host =
        inboxOf(application()).configure(camel -> camel.setAutoStartup(false)).start()) {
      drop("one");
      assertThat(host.context().getRouteController().getRouteStatus(DUE).isStarted()).isFalse();
      host.context().getRouteController().startAllRoutes();
      awaitResults("one");
    }
  }

  @Test
  void numbersOfTheApplicationsRoutesAreFree() {
    try (HostApplication host =
        inboxOf(application())
            .routes(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from("direct:one").startupOrder(1).to("log:one");
                    from("direct:two").startupOrder(900).to("log:two");
                  }
                })
            .start()) {
      assertThat(host.context().getRoute(DUE)).isNotNull();
    }
  }

  /** What is in flight was finished before, since routes stop first. */
  @Test
  void aStoppedContextHasClosedTheLedger() {
    HostApplication host = inboxOf(application()).start();
    EmbeddedRoutes routes = host.embedded();
    host.close();

    assertThatThrownBy(routes::ledgerRoot).isInstanceOf(IllegalStateException.class);
    assertHomeIsFree();
  }

  @Test
  void aStartThatFailsLeavesNothingOpen() {
    assertClosedAfterFailing("nosuch:component");
    // Only when its route starts, and ours have in part.
    assertClosedAfterFailing(
        "file:" + folder + "/nowhere?startingDirectoryMustExist=true&autoCreate=false");
  }

  private void assertClosedAfterFailing(String uri) {
    try (HostApplication host =
        inboxOf(application())
            .routes(
                new RouteBuilder() {
                  @Override
                  public void configure() {
                    from(uri).to("log:x");
                  }
                })) {
      assertThatThrownBy(host::start).isNotNull();
    }
    assertHomeIsFree();
  }

  private void assertHomeIsFree() {
    try (HostApplication next = inboxOf(application()).start()) {
      assertThat(next.context().getRoute(DUE)).isNotNull();
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(n -> n.contains("connector-routes") || n.contains("Hikari")));
  }

  @Test
  void oneContextHasThemOnceAndOneHomeOneContext() {
    try (HostApplication host = inboxOf(application()).start();
        HostApplication other = inboxOf(application())) {
      assertThatThrownBy(other::start)
          .hasMessageContainingAll("connector-routes: another run works in ", home().toString());
      assertThatThrownBy(
              () ->
                  EmbeddedRoutes.bindTo(
                      host.context(),
                      host.embedded().configuration(),
                      Mode.RUN,
                      Externals.standard()))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("has these routes already");
    }
  }

  @Test
  void twoContextsOfAProcessHaveThemSideBySide() throws Exception {
    Path second = folder.resolve("second");
    try (HostApplication host = inboxOf(application()).start();
        HostApplication other = inboxOf(HostApplication.with(second, sandbox)).start()) {
      drop("one");
      awaitResults("one");
      assertThat(other.embedded()).isNotSameAs(host.embedded());
      assertThat(second.resolve("results")).doesNotExist();
    }
  }

  @Test
  void whatIsOffIsOffAndNothingIsOutsideTheHome() throws Exception {
    try (ForkedJvm application = application("true")) {
      assertThat(application.linesUntilTheEnd())
          .filteredOn(line -> line.startsWith("listens") || line.equals("done"))
          .containsExactly("done");
      assertThat(application.exitStatus()).isZero();
    }
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("connector-routes"));
    assertThat(home()).isDirectoryContaining("glob:**/data");
    try (Stream<Path> files = Files.walk(home())) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .as(file.toString())
                      .endsWith("------"));
    }
  }

  private ForkedJvm application(String enabled, String... options) throws IOException {
    return ForkedJvm.in(folder, List.of(options), QuietApplication.class, enabled);
  }

  @Test
  void whereTheyAreOffNothingOfThemIsLoadedOrWritten() throws Exception {
    try (ForkedJvm application = application("false", "-Xlog:class+load:stdout")) {
      assertThat(application.linesUntilTheEnd())
          .contains("done")
          .anyMatch(line -> line.contains(" " + HostSettings.class.getName() + " "))
          .noneMatch(
              line ->
                  line.matches(
                      ".* io\\.connectorroutes\\.(ledger|database|graph|delivery|change)\\..*"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aBeanThatIsNotThereOrIsSomethingElseIsNamed() {
    for (String key : List.of("data-source", "connection-factory", "token-credential")) {
      String property = "connector-routes." + key;
      assertRefused(Map.of(property, "nobody"), key, "no bean nobody");
      assertRefused(Map.of(property, "theirs"), key, "java.lang.String");
    }
  }

  /** On one home, beside a process that delivers. */
  @Test
  void whoOnlyRecordsHoldsNoHome() {
    try (HostApplication delivering = inboxOf(application()).start();
        HostApplication recording =
            application().set("connector-routes.delivery.enabled", "false").start()) {
      assertThat(recording.embedded().ledgerRoot().ledger()).isNotNull();
      assertThat(recording.context().getRoute(DUE)).isNull();
      assertThat(delivering.context().getRoute(DUE)).isNotNull();
    }
  }

  /** Other applications may deliver from the same database, so their leases are theirs. */
  @Test
  void aLedgerInADatabaseOfTheApplicationHoldsNoHome() {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + folder.resolve("theirs.db") + "?journal_mode=WAL");
    try (HostApplication host =
            application()
                .bind("database", database)
                .set("connector-routes.data-source", "database")
                .start();
        HostApplication other = inboxOf(application()).start()) {
      assertThat(host.embedded().ledgerRoot().ledger()).isNotNull();
      assertThat(other.context().getRoute(DUE)).isNotNull();
    }
    assertThat(folder.resolve("theirs.db")).exists();
  }

  @Test
  void whatKafkasBrokersAskForIsSetOnOurComponentAlone() {
    HostApplication kafka = application().set("connector-routes.kafka.brokers", "127.0.0.1:1");
    KafkaComponent theirs = new KafkaComponent();
    String key = "connector-routes.camel.component.kafka.shutdown-timeout";
    try (HostApplication host = kafka.bind("kafka", theirs).set(key, "100").start()) {
      KafkaComponent ours =
          host.context().getComponent("connector-routes-kafka", KafkaComponent.class);
      assertThat(ours.getConfiguration().getShutdownTimeout()).isEqualTo(100);
      assertThat(host.context().getComponent("kafka")).isSameAs(theirs);
      assertThat(theirs.getConfiguration().getShutdownTimeout()).isEqualTo(30_000);
    }
    assertRefused(
        Map.of(
            "connector-routes.kafka.brokers", "127.0.0.1:1",
            "connector-routes.camel.component.kafka.no-such", "x"),
        "camel.component.kafka.no-such");
  }

  /** Such as a home that another process lets go of meanwhile. */
  @Test
  void whereTheLedgerCannotBeOpenedItIsTriedAgainWhenItIsAskedForAgain() {
    try (HostApplication host = application().start()) {
      try (HostApplication other = inboxOf(application()).start()) {
        assertThat(other.embedded()).isNotNull();
        assertThatThrownBy(host.embedded()::ledgerRoot)
            .isInstanceOf(UsageException.class)
            .hasMessageContaining("another run works in");
      }
      assertThat(host.embedded().ledgerRoot().ledger()).isNotNull();
      assertThat(host.context().getRoute(DUE)).isNotNull();
    }
  }

  @Test
  void aWrongSettingEndsTheStartWithALine() {
    assertRefused(Map.of("connector-routes.graph.budgte", "1"), "graph.budgte", "graph.budget");
    assertRefused(Map.of("connector-routes.graph.batch-size", "21"), "graph.batch-size");
    assertRefused(Map.of("connector-routes.graph.tenants.a.tenent-id", "x"), "tenent-id");
    assertRefused(Map.of("connector-routes.graph.client-secret", "{{nobody}}"), "client-secret");
    assertRefused(Map.of("connector-routes.enabled", "yes"), "connector-routes.enabled");
    assertRefused(Map.of("connector-routes.camel.main.name", "x"), "camel.main.name");
  }

  private static HostApplication inboxOf(HostApplication application) {
    return application
        .set("connector-routes.inbox.directory", "inbox")
        .set("connector-routes.inbox.quiet", "0");
  }

  private void drop(String name) throws IOException {
    Files.createDirectories(home().resolve("inbox"));
    Path part = Files.writeString(home().resolve("inbox/" + name + ".part"), Creations.text(0));
    Files.move(part, home().resolve("inbox/" + name + ".jsonl"));
  }

  private void awaitResults(String name) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(home().resolve("results/" + name + ".jsonl/manifest.json")));
  }

  private void assertRefused(Map<String, String> settings, String... parts) {
    try (HostApplication host = application().bind("theirs", "a text")) {
      settings.forEach(host::set);
      assertThatThrownBy(host::start)
          .satisfies(
              e -> {
                UsageException line =
                    (UsageException) (e instanceof RuntimeCamelException ? e.getCause() : e);
                assertThat(line).hasMessageStartingWith("connector-routes: ");
                assertThat(line).hasMessageContainingAll(parts);
                assertThat(line.getMessage()).hasLineCount(1);
              });
    }
  }

  /** Asks for the ledger when an endpoint is made, as {@code connector-change} does. */
  private static final class Asking extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String path, Map<String, Object> parameters) {
      EmbeddedRoutes routes =
          getCamelContext()
              .getRegistry()
              .lookupByNameAndType(EmbeddedRoutes.NAME, EmbeddedRoutes.class);
      assertThat(routes.ledgerRoot().ledger()).isNotNull();
      return getCamelContext().getEndpoint("log:" + path);
    }
  }
}
