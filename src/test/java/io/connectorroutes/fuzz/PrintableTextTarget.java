package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;

/** Any text, lone surrogates among it, becomes printable; in JSON it means what it meant. */
public final class PrintableTextTarget {
  private PrintableTextTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    StringBuilder units = new StringBuilder();
    for (int i = 0; i + 1 < input.length; i += 2) {
      units.append((char) (((input[i] & 0xff) << 8) | (input[i + 1] & 0xff)));
    }
    String text = units.toString();
    String shown = PrintableText.text(text);
    Promises.assertPrintable(shown);
    assertThat(shown.codePoints().count()).isEqualTo(text.codePoints().count());
    assertThat(PrintableText.text(shown)).isEqualTo(shown);
    Promises.assertPrintable(PrintableText.name(text));
    assertThat(PrintableText.name(text)).hasSizeLessThanOrEqualTo(81);
    String line = PrintableText.line(text, 50);
    Promises.assertPrintable(line);
    assertThat(line).hasSizeLessThanOrEqualTo(50).isEqualTo(line.strip());
    String json =
        PrintableText.json(JsonNodeFactory.instance.objectNode().put("f", text).toString());
    Promises.assertPrintable(json);
    String meant = new String(text.getBytes(UTF_16BE), UTF_16BE).replace('\uFFFD', '?');
    assertThat(JsonOracle.read(json).path("f").textValue().replace('\uFFFD', '?')).isEqualTo(meant);
  }
}
