package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCancelledTest {
  @TempDir Path folder;

  @Test
  void aFileWhoseFormerJobWasCancelledIsSentByTheNextImportAndThatIsSaid() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      String file =
          Files.writeString(
                  folder.resolve("z.jsonl"),
                  Requests.create("c-1", "One") + "\n" + Requests.create("c-2", "Two") + "\n")
              .toString();
      system.start().stop();
      assertThat(execute(system, "tenant", "pause", "default").status()).isZero();
      Executed first = execute(system, "import", file);
      assertThat(first.status()).isEqualTo(3);
      assertThat(first.err()).doesNotContain("was cancelled before");
      assertThat(execute(system, "job", "cancel", "z.jsonl").status()).isZero();
      assertThat(execute(system, "tenant", "resume", "default").status()).isZero();

      Executed second = execute(system, "import", file);
      assertThat(second.status()).isZero();
      assertThat(second.out()).startsWith("z.jsonl: 2 cancelled\n");
      assertThat(second.err())
          .contains(
              "job z.jsonl of this file was cancelled before: its results are written now, and"
                  + " 2 rows were not sent; to send what was not, import "
                  + file
                  + " once more");
      assertThat(system.writes()).isEmpty();

      Executed third = execute(system, "import", file);
      assertThat(third.out()).startsWith("z.jsonl~2: 2 applied\n");
      assertThat(third.err()).doesNotContain("was cancelled before");
    }
  }

  private static Executed execute(TestSystem system, String... command) {
    return ProductCommands.execute(system, command);
  }
}
