package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.sandbox.Budget;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/**
 * The sandbox and a token authority in a process of their own, until standard input ends. The
 * tokens carry the tenant's id, by which the sandbox tells tenants apart, as Graph does.
 */
final class GraphHost {
  private static final int JOURNAL = 300_000;

  private GraphHost() {}

  /** Arguments: {@link GraphOptions} as JSON, the authority's key store. */
  public static void main(String[] arguments) throws Exception {
    // Read when the JDK's server loads; the authority may come first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    GraphOptions options = new ObjectMapper().readValue(arguments[0], GraphOptions.class);
    Path keyStore = Path.of(arguments[1]);
    try (Sandbox sandbox = Sandbox.start(sandbox(options, Authority.tls(keyStore)));
        Authority authority = Authority.start(keyStore)) {
      System.out.println(sandbox.root());
      System.out.println(authority.uri());
      while (System.in.read() >= 0) {
        // Nothing is said; the end of input is the end.
      }
    }
  }

  private static SandboxOptions sandbox(GraphOptions options, SSLContext tls) {
    return SandboxOptions.builder()
        .tls(tls)
        .latency(Duration.ofMillis(options.latencyMillis()))
        .budget(
            options.budget() == 0
                ? null
                : new Budget(options.budget(), Duration.ofMillis(options.windowMillis())))
        .seed(seed(options.objects()))
        .journalLimit(JOURNAL)
        .pageSize(1_000)
        .build();
  }

  private static SandboxSeed seed(int objects) {
    return new SandboxSeed(
        list(objects, Seeded::userFlow),
        List.of("B2C_1_signin"),
        list(objects, Seeded::connector),
        map(objects, Seeded::group, Seeded::groupName),
        map(objects, Seeded::apiConnector, Seeded::apiConnectorName));
  }

  private static List<String> list(int size, Function<Integer, String> name) {
    return IntStream.range(0, size).boxed().map(name).toList();
  }

  private static Map<String, String> map(
      int size, Function<Integer, String> id, Function<Integer, String> name) {
    return IntStream.range(0, size).boxed().collect(Collectors.toMap(id, name));
  }
}
