package io.connectorroutes.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellArgumentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"one.csv", "one.csv~2", "a b.csv", "$(id).csv", "`id`", "it's \"x\"", "~", "*;&"})
  void aShellTakesItAsItIs(String name) throws Exception {
    String command = "printf %s " + ShellArgument.parameter(name);
    Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(name);
    assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void plainNamesStayAsTheyAreAndNoneIsTakenForAnOption() {
    assertThat(ShellArgument.parameter("one.csv~2")).isEqualTo("one.csv~2");
    assertThat(ShellArgument.parameter("-x y.csv")).isEqualTo("-- '-x y.csv'");
    assertThat(ShellArgument.option("--resume", "x y.csv")).isEqualTo("--resume 'x y.csv'");
    assertThat(ShellArgument.option("--resume", "-x.csv")).isEqualTo("--resume=-x.csv");
    assertThat(ShellArgument.path(Path.of("/srv/Größe/a.csv"))).isEqualTo("/srv/Größe/a.csv");
    assertThat(ShellArgument.path(Path.of("/srv/a b/c"))).isEqualTo("'/srv/a b/c'");
  }
}
