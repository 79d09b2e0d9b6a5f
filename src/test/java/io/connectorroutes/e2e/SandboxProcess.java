package io.connectorroutes.e2e;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** The packaged sandbox in a process of its own, which outlives the product's: the truth. */
final class SandboxProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For the journal of a long test. */
  private static final Map<String, String> MEMORY = Map.of("JAVA_OPTS", "-Xmx1g");

  private final Launched process;
  private final URI root;
  private final HttpClient client;

  private SandboxProcess(Launched process, Tenancy tenancy) throws IOException {
    this.process = process;
    this.client = tenancy.client();
    process.awaitOutput("\n");
    this.root = URI.create(process.out().strip());
  }

  static SandboxProcess start(Path directory, String... options) throws IOException {
    return start(directory, Tenancy.single(), options);
  }

  /** Over https, where those tenants have tokens. */
  static SandboxProcess start(Path directory, Tenancy tenancy, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sandbox", "--port", "0"));
    command.addAll(tenancy.sandboxOptions());
    command.addAll(List.of(options));
    return new SandboxProcess(
        Distribution.packaged().start(directory, MEMORY, command.toArray(String[]::new)), tenancy);
  }

  URI root() {
    return root;
  }

  /** The requests so far, in the order in which they arrived. */
  List<JsonNode> journal() {
    return list(get("/sandbox/journal").path("entries"));
  }

  /** Shows the requests so far one by one: there may be more than fit into memory at once. */
  void eachRequest(Consumer<JsonNode> reader) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve("/sandbox/journal")).build();
    try (InputStream answer = client.send(request, BodyHandlers.ofInputStream()).body();
        JsonParser json = JSON.createParser(answer)) {
      while (json.nextToken() != JsonToken.START_ARRAY) {
        // The object around the entries.
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        reader.accept(json.readValueAsTree());
      }
    }
  }

  /** The API connectors that are there. */
  List<JsonNode> apiConnectors() {
    return apiConnectors("default");
  }

  /** The API connectors that are there in a tenant. */
  List<JsonNode> apiConnectors(String tenant) {
    return list(get("/sandbox/state").path("tenants").path(tenant).path("apiConnectors"));
  }

  /** Adds a fault to those planned. */
  void plan(String fault) {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofString("{\"faults\":[" + fault + "]}");
    answer(
        HttpRequest.newBuilder(root.resolve("/sandbox/faults"))
            .header("Content-Type", "application/json")
            .POST(body)
            .build());
  }

  /** How many planned faults have fired. */
  int faultsFired() {
    return get("/sandbox/faults").path("fired").size();
  }

  private JsonNode get(String path) {
    return answer(HttpRequest.newBuilder(root.resolve(path)).build());
  }

  private JsonNode answer(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(request.uri() + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
