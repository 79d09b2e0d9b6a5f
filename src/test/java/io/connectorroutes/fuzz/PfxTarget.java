package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.certificate.Pkcs12Exception;

/** A PFX file opens, and opens again when it was written anew; else it is refused. */
public final class PfxTarget {
  static final String PASSWORD = "abcdef12";

  private PfxTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    open(input);
    try {
      Pkcs12.fileOf(new String(input, UTF_8));
    } catch (Pkcs12Exception e) {
      Promises.assertMessage(e.getMessage());
    }
  }

  private static void open(byte[] file) {
    try {
      Pkcs12 opened = Pkcs12.open(file, PASSWORD.toCharArray());
      assertThat(opened.chain()).isNotEmpty().first().isEqualTo(opened.certificate());
      opened.keyFault().ifPresent(Promises::assertMessage);
      assertThat(opened.thumbprint()).matches("[0-9A-F]{40}");
      Pkcs12 again = Pkcs12.open(opened.written(PASSWORD), PASSWORD.toCharArray());
      assertThat(again.thumbprint()).isEqualTo(opened.thumbprint());
      assertThat(again.isAesProtected()).isFalse();
    } catch (Pkcs12Exception e) {
      Promises.assertMessage(e.getMessage());
      assertThat(e.getMessage()).doesNotContain(PASSWORD);
    }
  }
}
