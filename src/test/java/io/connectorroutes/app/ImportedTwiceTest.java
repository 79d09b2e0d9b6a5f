package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Recorder;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another process takes the same file in while an import records it. */
class ImportedTwiceTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicBoolean isMet = new AtomicBoolean();
  private TestSystem system;

  /** What the other one does. */
  @FunctionalInterface
  private interface Other {
    void work() throws Exception;
  }

  @BeforeEach
  void system() {
    system = TestSystem.in(folder.resolve("home")).with("graph.budget", "none");
  }

  @AfterEach
  void close() {
    system.close();
  }

  /** More rows than are recorded in one go. */
  private static List<String> rows() {
    return IntStream.rangeClosed(1, 501)
        .mapToObj(
            i ->
                i == 1
                    ? Requests.create("c-1", "One").toString()
                    : "{\"changeId\":\"c-" + i + "\"}")
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openFile", "layout", "record"})
  void theSecondImportGoesOnWithTheJobThatTheFirstHasRecorded(String after) throws Exception {
    Path file = Files.write(folder.resolve("ee.jsonl"), rows());

    int status =
        importBeside(
            after,
            () -> {
              Executed first = ProductCommands.execute(system, "import", file.toString());
              assertThat(first.status()).isEqualTo(ExitStatus.SOME_CHANGES_FAILED);
              assertThat(first.out()).startsWith("ee.jsonl: 1 applied, 500 rejected\n");
            },
            file);

    assertThat(status).isEqualTo(ExitStatus.SOME_CHANGES_FAILED);
    assertThat(out.toString(UTF_8)).startsWith("ee.jsonl: 1 applied, 500 rejected\n");
    assertNoErrorLine();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openFile", "layout", "record"})
  void anImportGoesOnWithTheJobOfARunThatHasMovedTheFileAway(String after) throws Exception {
    Path file = system.home().resolve("inbox/ee.jsonl");
    Files.createDirectories(file.getParent());
    Files.write(file, rows());

    int status =
        importBeside(
            after,
            () -> {
              system.start();
              system.awaited("accepted/ee.jsonl");
              system.resultsOf("ee.jsonl");
            },
            file);

    assertThat(file).doesNotExist();
    assertThat(status).isEqualTo(ExitStatus.SOME_CHANGES_FAILED);
    assertThat(out.toString(UTF_8)).startsWith("ee.jsonl: 1 applied, 500 rejected\n");
    assertNoErrorLine();
  }

  private void assertNoErrorLine() {
    assertThat(err.toString(UTF_8).lines().filter(line -> line.startsWith("connector-routes: ")))
        .isEmpty();
    assertThat(system.creations()).hasSize(1);
  }

  @Test
  void aFileThatAnotherImportRefusesMeanwhileIsRefusedWithItsReasonAndTheOthersAreSent()
      throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.json"), "[" + String.join(",", rows()) + ",");
    Path good =
        Files.writeString(folder.resolve("good.jsonl"), Requests.create("g-1", "Good").toString());

    int status =
        importBeside(
            "layout",
            () ->
                assertThat(ProductCommands.execute(system, "import", bad.toString()).status())
                    .isEqualTo(ExitStatus.USAGE),
            bad,
            good);

    assertThat(status).isEqualTo(ExitStatus.USAGE);
    assertThat(out.toString(UTF_8)).startsWith("good.jsonl: 1 applied\n");
    assertThat(err.toString(UTF_8).lines().filter(line -> line.startsWith("connector-routes: ")))
        .singleElement()
        .asString()
        .contains("bad.json is refused: ")
        .doesNotContain("meanwhile");
  }

  /** The other one works right after that has been done by an import for the first time. */
  private int importBeside(String after, Other other, Path... files) throws Exception {
    Externals externals =
        Externals.standard().withAroundLedger(ledger -> around(ledger, after, other));
    try (Application application =
        Application.start(system.configuration(), Mode.IMPORT, externals)) {
      StopFlag never = new StopFlag(() -> new CountDownLatch(1).await());
      int status =
          new ImportRun(application, system.configuration(), Terminal.of(out, err), never)
              .run(ImportOptions.of(List.of(files)), application::close);
      assertThat(isMet).as("they met").isTrue();
      return status;
    }
  }

  private Ledger around(Ledger ledger, String after, Other other) {
    Recorder recorder =
        proxy(
            Recorder.class,
            ledger.recorder(),
            (method, result) -> {
              if (method.equals(after) && isMet.compareAndSet(false, true)) {
                other.work();
              }
              return result;
            });
    return proxy(
        Ledger.class, ledger, (method, result) -> method.equals("recorder") ? recorder : result);
  }

  private interface After {
    Object result(String method, Object result) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return after.result(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
