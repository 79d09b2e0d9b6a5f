package host;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The library turned on, beside a database of the host. */
@SpringBootTest(
    properties = {
      "spring.datasource.url=jdbc:sqlite:enabled.db",
      "connector-routes.enabled=true",
      "connector-routes.graph.cloud=custom",
      "connector-routes.graph.credential=none",
      "camel.main.routes-include-pattern=classpath:host/greet.camel.yaml,"
          + "classpath:host/call.camel.yaml,classpath:host/submit.camel.yaml"
    })
@ExtendWith(OutputCaptureExtension.class)
@Import(HostDatabase.class)
class EnabledTest {
  private static final Sandbox SANDBOX = Sandbox.start(SandboxOptions.defaults());
  private static final String CHANGE =
      """
      {"changeId": "%s", "operation": "apiConnector.create", "properties": {
        "displayName": "%s", "targetUrl": "https://api.example/hook",
        "authenticationConfiguration": {"@odata.type": "#microsoft.graph.basicAuthentication",
          "username": "user", "password": "pass-word"}}}
      """;

  @Autowired ApplicationContext application;
  @Autowired ProducerTemplate template;
  @Autowired ConsumerTemplate consumer;
  @Autowired HostDatabase database;

  @DynamicPropertySource
  static void endpoint(DynamicPropertyRegistry registry) {
    registry.add("connector-routes.graph.endpoint", () -> SANDBOX.root().toString());
  }

  @AfterAll
  static void stop() {
    SANDBOX.close();
  }

  private static List<String> creations() {
    return SANDBOX.journal().stream()
        .filter(entry -> entry.method().equals("POST") && entry.applied())
        .map(entry -> entry.body().path("displayName").asText())
        .toList();
  }

  @Test
  void aCallIsMadeAndNothingOfTheHostsIsTouched(CapturedOutput output) {
    template.requestBody("direct:call", CHANGE.formatted("c-1", "called"));

    assertThat(creations()).containsOnlyOnce("called");
    assertNothingOfTheHostsIsTouched(output);
  }

  @Test
  void aSubmittedChangeIsAppliedAndItsOutcomeComes(CapturedOutput output) {
    template.requestBody("direct:submit", CHANGE.formatted("c-2", "submitted"));

    assertThat(consumer.receiveBody("seda:outcomes", 120_000, String.class))
        .contains("\"changeId\":\"c-2\"", "\"outcome\":\"applied\"");
    assertThat(creations()).containsOnlyOnce("submitted");
    assertNothingOfTheHostsIsTouched(output);
  }

  private void assertNothingOfTheHostsIsTouched(CapturedOutput output) {
    assertThat(template.requestBody("direct:greet", "you")).isEqualTo("Hello you");
    assertThat(output).containsPattern("INFO \\d+ --- \\[host\\] .* host +: .*Hello you");
    assertThat(application.getBeansOfType(DataSource.class)).hasSize(1);
    database.assertUntouched();
  }
}
