package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.config.UsageException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that a demo works in. */
class DemoTest {
  private static final Path DISTRIBUTION = Path.of("src/main/dist").toAbsolutePath();

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Terminal terminal = Terminal.of(out, new ByteArrayOutputStream());
  private final Demo demo =
      new Demo(new ConfigurationReader(DISTRIBUTION, Map.of(), Externals::keyVault), terminal);

  @Test
  void itStaysAfterADemoThatTellsOfIt() throws Exception {
    assertThat(demo.run(folder, List.of(routes()), false)).isEqualTo(ExitStatus.OK);

    assertThat(folder)
        .isDirectoryContaining(
            home ->
                text().contains(home.toString()) && home.resolve("results").toFile().isDirectory());
  }

  @Test
  void itGoesWithADemoThatFails() {
    assertThatThrownBy(() -> demo.run(folder, List.of(routes(), "graph.budget=much"), false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("graph.budget");

    assertThat(folder).isEmptyDirectory();
  }

  private static String routes() {
    return "routes.directory=" + Path.of("routes").toAbsolutePath();
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
