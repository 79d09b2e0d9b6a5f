package io.connectorroutes.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal obeys is never shown as it is. */
class PrintableTextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x0a, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028,
        0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xe0041
      })
  void unprintableCharactersAreReplaced(int codePoint) throws Exception {
    String text = "a" + Character.toString(codePoint) + "b";

    assertThat(PrintableText.text(text)).isEqualTo("a\uFFFDb");
    assertThat(PrintableText.name(text)).isEqualTo("a\uFFFDb");
    assertThat(PrintableText.line(text, 10)).isEqualTo("a b");
    assertThat(PrintableText.lines(text)).isEqualTo(codePoint == '\n' ? text : "a\uFFFDb");
    String json = JsonNodeFactory.instance.objectNode().put("f", text).toString();
    assertThat(PrintableText.json(json)).isPrintable().isASCII();
    assertThat(new JsonMapper().readTree(PrintableText.json(json)).path("f").textValue())
        .isEqualTo(text);
  }

  @Test
  void otherTextStaysAsItIs() {
    String text = "Grüße, 你好 \uD83D\uDE00 'x' \\u0041";

    assertThat(PrintableText.text(text)).isEqualTo(text);
    assertThat(PrintableText.line(text, 100)).isEqualTo(text);
    assertThat(PrintableText.json("{\n  \"a\" : 1\n}")).isEqualTo("{\n  \"a\" : 1\n}");
  }

  @Test
  void aLoneSurrogateIsReplaced() {
    assertThat(PrintableText.text("a\uD83Db")).isEqualTo("a\uFFFDb");
    // Strict readers of JSON refuse it, escaped as well.
    assertThat(PrintableText.json("{\"a\":\"b\uD83Dc\uDE00\"}")).isEqualTo("{\"a\":\"b?c?\"}");
  }

  @Test
  void aCutNeverSplitsACharacter() {
    assertThat(PrintableText.line("ab\uD83D\uDE00cd", 4)).isEqualTo("ab…");
    assertThat(PrintableText.name("x".repeat(79) + "\uD83D\uDE00")).isEqualTo("x".repeat(79) + "…");
  }

  @Test
  void aLineIsCutToItsLength() {
    assertThat(PrintableText.line("m".repeat(9_000), 500)).hasSize(500).endsWith("…");
    assertThat(PrintableText.line(" \r\n a\r\n\t b \u0085", 500)).isEqualTo("a b");
  }

  @Test
  void anExceptionIsOneLineOfItsClassAndItsMessage() {
    assertThat(PrintableText.of(new IllegalStateException("a\r\n\u202eb\u009b")))
        .isEqualTo("java.lang.IllegalStateException: a b");
    assertThat(PrintableText.of(new IllegalStateException("x".repeat(9_000)))).hasSize(1_000);
  }
}
