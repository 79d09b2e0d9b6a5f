package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.FittingLines;
import io.connectorroutes.testing.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the program says of itself, and of what is asked for and not there. */
class HelpTest {
  @TempDir Path folder;
  private CommandLineHarness cli;

  @BeforeEach
  void harness() {
    cli = new CommandLineHarness(folder);
  }

  /** Each command as it is written, the program itself as nothing. */
  private List<List<String>> commands() {
    List<List<String>> found = new ArrayList<>();
    addBelow(cli.commandLine(), List.of(), found);
    return found;
  }

  private static void addBelow(CommandLine command, List<String> path, List<List<String>> found) {
    found.add(path);
    command
        .getSubcommands()
        .forEach((name, below) -> addBelow(below, plus(path.stream(), name), found));
  }

  private static List<String> plus(Stream<String> some, String... more) {
    return Stream.concat(some, Stream.of(more)).toList();
  }

  private int execute(List<String> arguments) {
    return cli.execute(arguments.toArray(String[]::new));
  }

  @Test
  void eachCommandSaysWhatItDoesInEightyColumns() {
    assertThat(commands())
        .contains(List.of(), List.of("status"), List.of("dead-letters", "list"))
        .allSatisfy(
            path -> {
              assertThat(execute(plus(path.stream(), "--help"))).isZero();
              String help = cli.out();
              assertThat(help).startsWith("Usage: connector-routes");
              FittingLines.assertFit(help);
              assertThat(cli.err()).isEmpty();

              assertThat(execute(plus(Stream.of("help"), path.toArray(String[]::new)))).isZero();
              assertThat(cli.out()).isEqualTo(help);
            });
  }

  @Test
  void eachCommandKnowsTheVersion() {
    assertThat(commands())
        .allSatisfy(
            path -> {
              assertThat(execute(plus(path.stream(), "--version"))).isZero();
              assertThat(cli.out()).startsWith("connector-routes ").hasLineCount(1);
            });
  }

  @Test
  void anErrorIsOneDocumentWhereJsonIsAskedFor() {
    assertThat(commands())
        .allSatisfy(
            path -> {
              assertThat(execute(plus(path.stream(), "--jsn", "--json"))).isEqualTo(2);
              assertThat(Json.object(cli.out()).at("/error/message").asText())
                  .endsWith(" has no option --jsn");
              assertThat(Json.object(cli.out()).at("/error/remedy").asText())
                  .startsWith("did you mean --json? see connector-routes ");
              assertThat(cli.err()).startsWith("connector-routes: ").hasLineCount(1);
            });
  }

  @Test
  void helpAndVersionAreNoDocuments() {
    assertThat(commands())
        .allSatisfy(
            path -> {
              for (String option : List.of("--help", "--version")) {
                assertThat(execute(plus(path.stream(), option, "--json"))).isEqualTo(2);
                assertThat(Json.object(cli.out()).at("/error/message").asText())
                    .isEqualTo(option + " prints no JSON document");
                assertThat(Json.object(cli.out()).at("/error/remedy").asText())
                    .isEqualTo("leave --json out");
              }
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conect | there is no command conect; see connector-routes --help",
        "stauts | there is no command stauts; did you mean status? see connector-routes --help",
        "replay | there is no command replay; did you mean dead-letters replay? see"
            + " connector-routes --help",
        "dead-letters shwo | there is no command shwo; did you mean show? see connector-routes"
            + " dead-letters --help",
        "status --hom=x | status has no option --hom; did you mean --home? see connector-routes"
            + " status --help",
        "run --colour red | run has no option --colour; see connector-routes run --help",
        "run fast | run takes no further argument, and fast is one; see connector-routes run"
            + " --help"
      })
  void theNearestNameIsNamedAlsoBesideHelp(String given, String message) {
    for (String arguments : List.of(given, given + " --help", "--help " + given)) {
      assertThat(cli.execute(arguments.split(" "))).as(arguments).isEqualTo(2);
      assertThat(cli.err()).isEqualTo("connector-routes: " + message + "\n");
      assertThat(cli.out()).isEmpty();
    }
  }

  @Test
  void helpOfACommandThatIsNotThereNamesTheNearest() {
    assertThat(cli.execute("help", "dead-letters", "shwo")).isEqualTo(2);
    assertThat(cli.err()).contains("there is no command shwo; did you mean show?");
  }
}
