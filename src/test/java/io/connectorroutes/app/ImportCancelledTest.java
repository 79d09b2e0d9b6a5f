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
  void aFileWhoseFormerJobWasCancelledIsSentByTheNextImport() throws Exception {
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      String file =
          Files.writeString(
                  folder.resolve("z.jsonl"),
                  Requests.create("c-1", "One") + "\n" + Requests.create("c-2", "Two") + "\n")
              .toString();
      system.start().stop();
      assertThat(execute(system, "tenant", "pause", "default").status()).isZero();
      assertThat(execute(system, "import", file).status()).isEqualTo(3);
      assertThat(execute(system, "job", "cancel", "z.jsonl").status()).isZero();
      assertThat(execute(system, "tenant", "resume", "default").status()).isZero();

      // Whether or not the results of the former job are written by then.
      Executed second = execute(system, "import", file);
      assertThat(second.status()).isZero();
      assertThat(second.out()).startsWith("z.jsonl~2: 2 applied\n");
      assertThat(system.creations()).hasSize(2);
    }
  }

  private static Executed execute(TestSystem system, String... command) {
    return ProductCommands.execute(system, command);
  }
}
