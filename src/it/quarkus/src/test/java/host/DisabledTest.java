package host;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;

/** The library on the class path alone. */
@QuarkusTest
class DisabledTest {
  @Inject CamelContext context;
  @Inject ProducerTemplate template;

  @Test
  void onTheClassPathAloneItChangesNothing() {
    assertThat(template.requestBody("direct:greet", "you")).isEqualTo("Hello you");

    assertThat(context.getRoutes()).extracting(Route::getId).containsExactly("greet");
  }
}
