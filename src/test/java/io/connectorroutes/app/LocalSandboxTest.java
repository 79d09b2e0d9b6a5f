package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.app.command.SandboxStarter.RunningSandbox;
import io.connectorroutes.app.command.SandboxStarter.SandboxSettings;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.RequestBudget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSandboxTest {
  @TempDir Path folder;
  private final LocalSandbox starter = new LocalSandbox();

  private static SandboxSettings settings(int port, RequestBudget budget, Path faults) {
    return new SandboxSettings(port, Duration.ZERO, budget, faults, null, "changeit", null);
  }

  private static int get(URI root) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(root.resolve("/v1.0/identity/apiConnectors"))
            .header("Authorization", "Bearer x")
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void servesWithTheBudgetAndFaultsThatAreAskedFor() throws Exception {
    Path plan =
        Files.writeString(
            folder.resolve("faults.json"),
            "{\"faults\":[{\"method\":\"GET\",\"action\":\"answer\",\"status\":503}]}");
    RequestBudget budget = new RequestBudget(2, Duration.ofHours(1));

    try (RunningSandbox sandbox = starter.start(settings(0, budget, plan))) {
      assertThat(get(sandbox.root())).as("the planned fault").isEqualTo(503);
      assertThat(get(sandbox.root())).isEqualTo(200);
      assertThat(get(sandbox.root())).as("over the budget").isEqualTo(429);
    }
  }

  @Test
  void aTakenPortAndAWrongPlanAreTheUsersToMend() throws IOException {
    try (RunningSandbox sandbox = starter.start(settings(0, RequestBudget.NONE, null))) {
      int port = sandbox.root().getPort();
      assertThatThrownBy(() -> starter.start(settings(port, RequestBudget.NONE, null)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("give another --port");
    }
    Path plan = Files.writeString(folder.resolve("faults.json"), "{\"faults\":[{\"colour\":1}]}");
    assertThatThrownBy(() -> starter.start(settings(0, RequestBudget.NONE, plan)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("colour")
        .hasMessageContaining("faults.json");
  }
}
