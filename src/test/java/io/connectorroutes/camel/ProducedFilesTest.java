package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducedFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amqp:outcomes",
        "file:outcomes?fileExist=Append",
        "file:outcomes?tempPrefix=part-",
        "file:outcomes?charset=UTF-8&tempFileName=x.tmp"
      })
  void whoeverSaysHowItIsWrittenIsLeftAlone(String uri) {
    assertThat(ProducedFiles.neverHalfWritten(uri)).isEqualTo(uri);
  }

  /** Camel looks at the body while it writes: what stands in the folder then is seen here. */
  @Test
  void aFileAppearsWholeAndTakesTheOldOnesPlace() throws Exception {
    Path target = Files.writeString(folder.resolve("letter.json"), "the old one");
    List<String> seen = new CopyOnWriteArrayList<>();
    try (DefaultCamelContext camel = new DefaultCamelContext();
        ProducerTemplate template = camel.createProducerTemplate()) {
      camel.start();
      Exchange exchange =
          template.send(
              ProducedFiles.neverHalfWritten("file:" + folder),
              e -> {
                e.getMessage().setHeader(Exchange.FILE_NAME, "letter.json");
                e.getMessage().setBody(new LookingStream(() -> seen.addAll(names())));
              });
      assertThat(exchange.getException()).isNull();
      new ProducedFiles(List.of()).secure(exchange);
    }
    assertThat(seen).contains("letter.json", ".letter.json");
    assertThat(target).hasContent("x");
    assertThat(names()).containsExactly("letter.json");
  }

  @Test
  void noLinkIsWrittenThrough() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path theirs = Files.writeString(elsewhere.resolve("theirs"), "theirs");
    Path letters = Files.createDirectory(folder.resolve("letters"));
    Files.createSymbolicLink(letters.resolve("letter.json"), theirs);
    Files.createSymbolicLink(letters.resolve(".letter.json"), elsewhere.resolve("new"));
    ProducedFiles files = new ProducedFiles(List.of(letters));
    try (DefaultCamelContext camel = new DefaultCamelContext();
        ProducerTemplate template = camel.createProducerTemplate()) {
      camel.start();
      Exchange exchange =
          template.send(
              ProducedFiles.neverHalfWritten("file:" + letters),
              e -> {
                e.getMessage().setHeader(Exchange.FILE_NAME, "letter.json");
                e.getMessage().setBody("ours");
                files.removeLink(e);
              });
      assertThat(exchange.getException()).isNull();
      files.secure(exchange);
    }
    assertThat(letters.resolve("letter.json")).hasContent("ours");
    assertThat(Files.isSymbolicLink(letters.resolve("letter.json"))).isFalse();
    assertThat(theirs).hasContent("theirs");
    assertThat(elsewhere.resolve("new")).doesNotExist();
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One byte, before whose end somebody looks. */
  private static final class LookingStream extends InputStream {
    private final Runnable look;
    private int read;

    LookingStream(Runnable look) {
      this.look = look;
    }

    @Override
    public int read() {
      if (read++ == 0) {
        return 'x';
      }
      look.run();
      return -1;
    }

    @Override
    public int read(byte[] bytes, int from, int most) {
      int next = read();
      if (next < 0) {
        return -1;
      }
      bytes[from] = (byte) next;
      return 1;
    }
  }
}
