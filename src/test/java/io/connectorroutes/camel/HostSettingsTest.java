package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.connectorroutes.config.HostKeys;
import io.connectorroutes.config.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings of an application, wherever it keeps them. */
class HostSettingsTest {
  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void close() throws IOException {
    context.close();
  }

  private HostSettings camels(Map<String, String> properties) {
    Properties initial = new Properties();
    initial.putAll(properties);
    context.getPropertiesComponent().setInitialProperties(initial);
    return new HostSettings(context);
  }

  /** As Spring Boot's context has them: single names are looked up in the environment. */
  private HostSettings springs(Map<String, Object> properties) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("theirs", properties));
    context.getRegistry().bind("environment", environment);
    ((PropertiesComponent) context.getPropertiesComponent())
        .setPropertiesParser(
            new DefaultPropertiesParser() {
              @Override
              public String customLookup(String key) {
                return environment.getProperty(key);
              }
            });
    return new HostSettings(context);
  }

  @Test
  void onlyWhatIsTrueTurnsThemOn() {
    assertThat(camels(Map.of()).areEnabled()).isFalse();
    assertThat(camels(Map.of("connector-routes.enabled", "")).areEnabled()).isFalse();
    assertThat(camels(Map.of("connector-routes.enabled", "false")).areEnabled()).isFalse();
    assertThat(camels(Map.of("connector-routes.enabled", "true")).areEnabled()).isTrue();
    assertThatThrownBy(() -> camels(Map.of("connector-routes.enabled", "on")).areEnabled())
        .isInstanceOf(UsageException.class);
  }

  /** Camel Main logs at its start what was looked up. */
  @Test
  void whoListensToLookupsHearsNoneOfTheSettings() {
    List<String> heard = new ArrayList<>();
    PropertiesComponent component = (PropertiesComponent) context.getPropertiesComponent();
    component.addPropertiesLookupListener(
        (name, value, defaultValue, source) -> heard.add(name + "=" + value));
    int listeners = component.getPropertiesLookupListeners().size();

    assertThat(
            camels(Map.of("connector-routes.ledger.key", "{{theirs}}", "theirs", "secret")).read())
        .contains(entry("ledger.key", "secret"));
    assertThat(heard).isEmpty();
    assertThat(component.getPropertiesLookupListeners()).hasSize(listeners);
    assertThat(component.resolveProperty("theirs")).contains("secret");
    assertThat(heard).containsExactly("theirs=secret");
  }

  @Test
  void allOfOurPrefixIsReadAndNothingElse() {
    Map<String, String> settings =
        camels(
                Map.of(
                    "connector-routes.graph.client-secret", "{{theirs}}",
                    "connector-routes.queue.name", "",
                    "connector-routes.no.such", "x",
                    "theirs", "secret",
                    "graph.cloud", "china"))
            .read();

    assertThat(settings)
        .contains(entry("graph.client-secret", "secret"), entry("no.such", "x"))
        .doesNotContainKeys("graph.cloud", "theirs");
    assertThat(settings.getOrDefault("queue.name", "")).isEmpty();
  }

  @Test
  void furtherTenantsAreFoundInSpringsEnvironmentAndSoAreKeysThatAreNone() {
    Map<String, String> settings =
        springs(
                Map.of(
                    "connector-routes.graph.tenants.north-east.tenant-id", "${theirs}",
                    "connector-routes.no.such", "x",
                    "theirs", "north.example"))
            .read();

    assertThat(settings)
        .containsOnly(
            entry("graph.tenants.north-east.tenant-id", "north.example"), entry("no.such", "x"));
  }

  @Test
  void anotherSpellingIsReadWhereTheApplicationTakesIt() {
    Map<String, Object> relaxed =
        Map.of(
            "connector-routes.graph.clientId", "app",
            // As Spring Boot answers for it.
            "connector-routes.graph.client-id", "app");
    assertThat(springs(relaxed).read()).containsOnly(entry("graph.client-id", "app"));
  }

  @Test
  void elsewhereItIsNoKey() {
    assertThat(camels(Map.of("connector-routes.graph.clientId", "app")).read())
        .containsOnly(entry("graph.clientId", "app"));
  }

  @Test
  void whatItRefersToMustBeThere() {
    HostSettings settings = camels(Map.of("connector-routes.graph.client-secret", "{{nobody}}"));
    assertThatThrownBy(settings::read)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("graph.client-secret has no value");
  }

  /** Which variable is another application's nobody knows, so one that is no key is left alone. */
  @Test
  void aTenantMayBeKnownByVariablesAlone() {
    HostKeys keys =
        HostKeys.of(
            List.of(
                "CONNECTOR_ROUTES_GRAPH_TENANTS_NORTH_EAST_TENANT_ID",
                "CONNECTOR_ROUTES_PORT_8088_TCP",
                "GRAPH_TENANTS_SOUTH_TENANT_ID"));

    assertThat(keys.known())
        .contains("graph.tenants.north-east.tenant-id")
        .noneMatch(key -> key.contains("south"));
    assertThat(keys.named()).isEmpty();
  }
}
