package io.connectorroutes.testing;

import io.connectorroutes.app.Application;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.secret.KeyVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The whole product in the test's process: a home in a temporary folder, the sandbox, and the
 * shipped routes as the application starts them.
 */
public final class TestSystem implements AutoCloseable {
  /** Longer than all back-offs of a change may take together, on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path home;
  private final Sandbox sandbox;
  private final Map<String, String> properties = new LinkedHashMap<>();
  private Externals externals = Externals.standard();
  private KeyVault keyVault =
      secret -> {
        throw new IllegalStateException("no key vault in tests");
      };
  private Application application;

  private TestSystem(Path home, Sandbox sandbox) {
    this.home = home;
    this.sandbox = sandbox;
    properties.put("graph.cloud", "custom");
    properties.put("graph.endpoint", sandbox.root().toString());
    properties.put("graph.credential", "none");
    properties.put("management.port", "0");
    // What tests drop is complete.
    properties.put("inbox.quiet", "0");
    properties.put("routes.directory", Path.of("routes").toAbsolutePath().toString());
  }

  /** A system that is not started yet. */
  public static TestSystem in(Path home) {
    return in(home, SandboxOptions.defaults());
  }

  /** A system that is not started yet, with a sandbox that behaves so. */
  public static TestSystem in(Path home, SandboxOptions options) {
    return new TestSystem(home, Sandbox.start(options));
  }

  /**
   * A system that is not started yet, whose sandbox demands the tokens of an authority; the
   * credential is a client secret, and tenant and app are to be set.
   */
  public static TestSystem in(Path home, TokenAuthority authority, Fault... faults) {
    return in(
            home,
            SandboxOptions.builder()
                .requireBearer(true)
                .tenantOf(authority::tenantOf)
                .tls(authority.tls())
                .faults(List.of(faults))
                .build())
        .in(Externals.standard().withTokenClient(authority.client()))
        .with("graph.authority", authority.uri().toString())
        .with("graph.credential", "client-secret");
  }

  /** Sets a key of the configuration. */
  public TestSystem with(String key, String value) {
    properties.put(key, value);
    return this;
  }

  /** Takes a key out of the configuration. */
  public TestSystem without(String key) {
    properties.remove(key);
    return this;
  }

  /** Sets how the application meets the world externals. */
  public TestSystem in(Externals world) {
    externals = world;
    return this;
  }

  /** Sets what reads from key vaults. */
  public TestSystem with(KeyVault vaults) {
    keyVault = vaults;
    return this;
  }

  /** The configuration as it stands, as KEY=VALUE. */
  public List<String> settings() {
    List<String> arguments = new ArrayList<>();
    properties.forEach((key, value) -> arguments.add(key + "=" + value));
    return arguments;
  }

  /** The configuration as it stands. */
  public Configuration configuration() {
    return new ConfigurationReader(null, Map.of(), configuration -> keyVault)
        .read(home, settings());
  }

  /** Starts the routes with all intake. */
  public TestSystem start() throws Exception {
    application = Application.start(configuration(), Mode.RUN, externals);
    return this;
  }

  /** Stops the routes; the home and the sandbox stay. */
  public void stop() {
    application.close();
    application = null;
  }

  /** The running application. */
  public Application application() {
    return application;
  }

  /** The stand-in for Graph. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** The home. */
  public Path home() {
    return home;
  }

  /** Drops a file into the inbox as a careful sender does: under another name, then renamed. */
  public void drop(String name, String content) throws IOException {
    Path inbox = Files.createDirectories(home.resolve("inbox"));
    Path part = inbox.resolve(name + ".part");
    Files.write(part, content.getBytes(StandardCharsets.UTF_8));
    Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits for a change's outcome. */
  public OutcomeRecord outcomeOf(String changeId) {
    return waiting("outcome of " + changeId)
        .until(() -> lastOutcome(changeId), outcome -> outcome != null);
  }

  /** Waits for a job's result files and gives their folder. */
  public Path resultsOf(String job) {
    return awaited("results/" + job);
  }

  /** Waits for a file or folder of the home to be there. */
  public Path awaited(String path) {
    Path file = home.resolve(path);
    waiting(path).until(() -> Files.exists(file));
    return file;
  }

  /** Looks at once: a test that waits for many things finds most of them there. */
  private static ConditionFactory waiting(String what) {
    return Awaitility.await().alias(what).atMost(TIMEOUT).pollDelay(Duration.ZERO);
  }

  /**
   * The requests that reached the sandbox and are not reads; items of a batch, not its envelope.
   */
  public List<JournalEntry> writes() {
    return writes(sandbox);
  }

  /** The same of any sandbox. */
  public static List<JournalEntry> writes(Sandbox sandbox) {
    return sandbox.journal().stream()
        .filter(entry -> !entry.method().equals("GET") && !entry.path().endsWith("/$batch"))
        .toList();
  }

  /** Those of the writes that make an object. */
  public List<JournalEntry> creations() {
    return writes().stream().filter(entry -> entry.method().equals("POST")).toList();
  }

  private OutcomeRecord lastOutcome(String changeId) {
    return application.ledger().reports().history(changeId).stream()
        .map(History::outcomes)
        .filter(outcomes -> !outcomes.isEmpty())
        .map(outcomes -> outcomes.get(outcomes.size() - 1))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    if (application != null) {
      application.close();
    }
    sandbox.close();
  }
}
