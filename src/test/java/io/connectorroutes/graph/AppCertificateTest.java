package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificate of an app in the forms that people have, and in those that cannot be used. */
class AppCertificateTest {
  private static final String KEYS = "graph.tenants.north.";
  private static final String PASSWORD = "pässwörd-1234";

  @TempDir static Path folder;

  /** Made by OpenSSL 3.0. */
  private static final Path FILES = Path.of("src/test/resources/app-certificate");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8.key app.crt",
        "app.crt pkcs8.key",
        "pkcs1.key app.crt",
        "encrypted1.key app.crt",
        "encrypted8.key app.crt",
        "other.crt app.crt pkcs8.key",
        "other.crt pkcs1.key app.crt",
        "aes.pfx",
        "des.pfx"
      })
  void theLeafIsTheCertificateOfTheKey(String parts) throws Exception {
    AppCertificate certificate = AppCertificate.read(settings(joined(parts), PASSWORD));

    assertThat(certificates(certificate)).first().isEqualTo(subject("app.crt"));
    assertThat(new String(certificate.pem(), UTF_8)).startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void aByteOrderMarkAndOtherTextDoNotMatter() throws Exception {
    String text =
        "\uFEFFBag Attributes\r\n" + joinedText("pkcs1.key app.crt").replace("\n", "\r\n");
    assertThat(certificates(AppCertificate.read(settings(text, null)))).hasSize(1);
    Path marked =
        Files.writeString(
            folder.resolve("marked.pem"), "\uFEFF" + joinedText("app.crt encrypted8.key"));
    assertThat(certificates(AppCertificate.read(settings(marked.toString(), PASSWORD)))).hasSize(1);
  }

  @Test
  void aPfxWithoutAPasswordNeedsNone() throws Exception {
    AppCertificate certificate = AppCertificate.read(settings(joined("open.pfx"), null));
    assertThat(certificates(certificate)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app.crt | holds no private key",
        "pkcs8.key | holds a private key and no certificate",
        "pkcs8.key other.crt | holds no certificate of its private key",
        "pkcs8.key other.key app.crt | holds 2 private keys",
        "ec.key ec.crt | has no RSA key, and Entra takes no other from an app",
        "weak.key weak.crt | has an RSA key of 1024 bits, and Entra takes 2048 and more",
        "encrypted8.key app.crt | has an encrypted private key, and no password is given: set"
            + " KEYSclient-certificate-password",
        "encrypted1.key app.crt | has an encrypted private key, and no password is given: set"
            + " KEYSclient-certificate-password",
        "aes.pfx | is no PFX file that opens with the password",
        "des.pfx | no KEYSclient-certificate-password is set",
        "nokey.pfx | is no PFX file that opens"
      })
  void whatCannotBeUsedIsSaidWithKeyAndFile(String parts, String what) throws Exception {
    String file = joined(parts);

    assertThat(fault(file, null))
        .startsWith(KEYS + "client-certificate: " + file + " ")
        .contains(what.replace("KEYS", KEYS))
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"encrypted1.key app.crt", "encrypted8.key app.crt", "aes.pfx"})
  void aWrongPasswordIsSaid(String parts) throws Exception {
    assertThat(fault(joined(parts), "wrong-one"))
        .contains("open", "with the password")
        .doesNotContain("wrong-one");
  }

  @Test
  void aFileThatIsNotThereOrNoneOfThisIsNamed() throws Exception {
    assertThat(fault(folder.resolve("gone.pem").toString(), null))
        .isEqualTo(KEYS + "client-certificate: " + folder.resolve("gone.pem") + " is not there");
    assertThat(fault(folder.toString(), null)).contains(folder + " cannot be read: Is a directory");
    assertThat(fault(Files.createFile(folder.resolve("empty.pem")).toString(), null))
        .endsWith("is empty");
    assertThat(fault(Files.writeString(folder.resolve("text.pem"), "no key").toString(), "p"))
        .contains("is no PFX file");
    assertThat(fault("-----BEGIN PRIVATE KEY-----\nnot base64!\n-----END PRIVATE KEY-----", null))
        .contains("its value has a damaged PEM block");
    assertThat(fault("gone.pem", null)).contains("neither PEM nor a PFX in base64");
  }

  private static String fault(String certificate, String password) {
    TokenUnavailableException fault =
        catchThrowableOfType(
            TokenUnavailableException.class,
            () -> AppCertificate.read(settings(certificate, password)));
    assertThat(fault).isNotNull();
    assertThat(fault.isFinal()).isTrue();
    return fault.getMessage();
  }

  private static CredentialSettings settings(String certificate, String password) {
    return new CredentialSettings(
        CredentialKind.CLIENT_CERTIFICATE, "t", "c", null, certificate, password, null, KEYS, null);
  }

  /** A file of these parts; its path. */
  private static String joined(String parts) throws Exception {
    if (!parts.contains(" ")) {
      return FILES.resolve(parts).toAbsolutePath().toString();
    }
    Path file = folder.resolve(parts.replace(' ', '+') + ".pem");
    return Files.writeString(file, joinedText(parts)).toString();
  }

  private static String joinedText(String parts) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String part : parts.split(" ", -1)) {
      text.append(Files.readString(FILES.resolve(part)));
    }
    return text.toString();
  }

  private static List<String> certificates(AppCertificate certificate) throws Exception {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(
                    new String(certificate.pem(), UTF_8)
                        .replaceFirst("(?s).*?-----END PRIVATE KEY-----\n", "")
                        .getBytes(UTF_8)));
    return all.stream()
        .map(c -> ((X509Certificate) c).getSubjectX500Principal().toString())
        .toList();
  }

  private static String subject(String certificate) {
    return "CN=" + certificate.replace(".crt", "");
  }
}
