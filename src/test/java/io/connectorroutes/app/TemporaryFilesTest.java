package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.util.Native;
import io.connectorroutes.app.command.CommandLines;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.testing.ForkedJvm;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

/** What libraries unpack is unpacked in the home. */
class TemporaryFilesTest {
  @TempDir Path folder;

  /** A {@code run} that is refused; then the libraries load what they have. */
  static final class Run {
    private Run() {}

    public static void main(String[] arguments) throws IOException {
      Terminal terminal = Terminal.of(System.out, System.err);
      int status =
          CommandLines.of(Program.collaborators(terminal, () -> {}, Main::prepare))
              .execute(arguments);
      Native.load();
      Snappy.uncompress(Snappy.compress("x"));
      LZ4Factory.nativeInstance();
      System.out.println("loaded: " + Native.isLoaded() + Epoll.isAvailable());
      try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
        maps.filter(line -> line.matches(".*(zstd|snappy|lz4|netty)[^/]*\\.so.*"))
            .forEach(System.out::println);
      }
      System.exit(status);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nativePartsAreUnpackedInTheHomeAndNowhereElse() throws Exception {
    Path home = folder.resolve("home");
    Path tmp = Files.createDirectories(home.resolve("data/tmp"));
    Path old = Files.writeString(tmp.resolve("old.so"), "");
    Files.setLastModifiedTime(old, FileTime.fromMillis(0));
    Path young = Files.writeString(tmp.resolve("young.so"), "");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

    List<String> lines;
    try (ForkedJvm jvm =
        ForkedJvm.under(
            "022",
            elsewhere,
            Run.class,
            "run",
            "--home",
            home.toString(),
            "--property=graph.cloud=custom",
            "--property=graph.endpoint=http://127.0.0.1:1",
            "--property=graph.credential=none",
            "--property=routes.directory=nothing")) {
      lines = jvm.linesUntilTheEnd();
      assertThat(jvm.exitStatus()).isEqualTo(2);
    }

    assertThat(lines).contains("loaded: truetrue");
    List<String> mapped = lines.stream().filter(line -> line.contains(".so")).toList();
    for (String library : List.of("zstd", "snappy", "lz4", "netty")) {
      assertThat(mapped).as(library).anyMatch(line -> line.contains(library));
    }
    String place = " " + tmp.toRealPath() + "/";
    assertThat(mapped).allMatch(line -> line.contains(place));
    try (Stream<Path> made = Files.list(elsewhere)) {
      assertThat(made).isEmpty();
    }
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void severalProcessesMaySweepAtOnce() throws Exception {
    for (int i = 0; i < 2000; i++) {
      Files.createFile(folder.resolve("old" + i));
    }
    Callable<Void> sweep =
        () -> {
          TemporaryFiles.removeOld(folder, Instant.now().plusSeconds(60));
          return null;
        };
    ExecutorService processes = Executors.newFixedThreadPool(4);
    try {
      for (Future<Void> swept : processes.invokeAll(List.of(sweep, sweep, sweep, sweep))) {
        swept.get();
      }
    } finally {
      processes.shutdownNow();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
