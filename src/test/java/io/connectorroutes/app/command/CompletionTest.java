package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shells themselves complete by the scripts that are printed. */
class CompletionTest {
  @TempDir Path folder;

  /** What a shell prints that has read the script; sub-processes' errors aside. */
  private List<String> answers(String shell, String script, String command) throws Exception {
    CommandLineHarness cli = new CommandLineHarness(folder);
    assertThat(cli.execute("completion", script)).isZero();
    Path file = Files.writeString(folder.resolve("script"), cli.out());
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(shell, "-c", "source " + file + "\n" + command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // Nothing of whoever runs the test is read.
    for (String home : List.of("HOME", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME")) {
      builder.environment().put(home, folder.toString());
    }
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Files.readAllLines(out);
  }

  private static boolean isThere(String shell) throws InterruptedException {
    try {
      return new ProcessBuilder(shell, "-c", "exit 0").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    String complete =
        """
        complete_line() {
          COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"
          _complete_connector-routes
          echo "${COMPREPLY[@]}"
        }
        complete_line connector-routes stat
        complete_line connector-routes dead-letters sh
        complete_line connector-routes status --js
        complete_line connector-routes completion ''
        """;
    assertThat(answers("bash", "bash", complete))
        .containsExactly("status", "show", "--json", "bash zsh fish");
  }

  @Test
  void zshTakesTheSameScript() throws Exception {
    Assumptions.assumeTrue(isThere("zsh"), "zsh is not installed");
    assertThat(answers("zsh", "zsh", "echo $_comps[connector-routes]")).isNotEmpty();
  }

  @Test
  void fishCompletesCommandsAndOptions() throws Exception {
    Assumptions.assumeTrue(isThere("fish"), "fish is not installed");
    String complete =
        """
        complete -C 'connector-routes stat'
        complete -C 'connector-routes --home x dead-letters sh'
        complete -C 'connector-routes status --js'
        complete -C 'connector-routes completion '
        complete -C 'connector-routes import %s/scr'
        """
            .formatted(folder);
    assertThat(
            answers("fish", "fish", complete).stream().map(line -> line.replaceFirst("\t.*", "")))
        .containsExactly(
            "status", "show", "--json", "bash", "fish", "zsh", folder.resolve("script").toString());
  }
}
