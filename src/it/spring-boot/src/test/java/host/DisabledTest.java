package host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

/** The library on the class path alone. */
@SpringBootTest(properties = "spring.datasource.url=jdbc:sqlite:disabled.db")
@Import(HostDatabase.class)
@ExtendWith(OutputCaptureExtension.class)
class DisabledTest {
  @Autowired ApplicationContext application;
  @Autowired CamelContext context;
  @Autowired ProducerTemplate template;
  @Autowired HostDatabase database;

  @Test
  void onTheClassPathAloneItChangesNothing(CapturedOutput output) {
    assertThat(template.requestBody("direct:greet", "you")).isEqualTo("Hello you");

    assertThat(context.getRoutes()).extracting(Route::getId).containsExactly("greet");
    assertThat(Arrays.stream(application.getBeanDefinitionNames()))
        .noneMatch(
            name ->
                name.toLowerCase(java.util.Locale.ROOT)
                    .matches(".*(jms|artemis|activemq|kafka|connector).*"));
    assertThat(output).containsPattern("INFO \\d+ --- \\[host\\] .* host +: .*Hello you");
    database.assertUntouched();
  }
}
