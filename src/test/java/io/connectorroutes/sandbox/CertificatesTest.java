package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.change.Certificates;
import io.connectorroutes.change.Certificates.Kind;
import io.connectorroutes.sandbox.GraphCaller.Back;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest extends SandboxTest {
  private static final String PASSWORD = "correct horse";

  @TempDir static Path directory;

  private static String pfx;
  private static X509Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    pfx = Certificates.base64(directory, Kind.AES, PASSWORD);
    certificate = Pkcs12.open(pfx, PASSWORD).certificate();
  }

  @BeforeEach
  void begin() {
    start(SandboxOptions.builder().clock(Clock.systemUTC()).openCertificates(true));
  }

  private Back upload(String id, String value, String password) throws Exception {
    return graph.post(
        "/v1.0/identity/apiConnectors/" + id + "/uploadClientCertificate",
        "{\"pkcs12Value\": \"%s\", \"password\": \"%s\"}".formatted(value, password));
  }

  @Test
  void showsWhatTheCertificateSays() throws Exception {
    Back uploaded = upload(graph.apiConnector("Real"), pfx, PASSWORD);

    assertThat(uploaded.status()).isEqualTo(200);
    JsonNode shown = uploaded.body().at("/authenticationConfiguration/certificateList/0");
    byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
    assertThat(shown.path("thumbprint").asText())
        .isEqualTo(HexFormat.of().withUpperCase().formatHex(sha1));
    assertThat(shown.path("notBefore").asLong())
        .isEqualTo(certificate.getNotBefore().toInstant().getEpochSecond());
    assertThat(shown.path("notAfter").asLong())
        .isEqualTo(certificate.getNotAfter().toInstant().getEpochSecond());
    assertThat(shown.path("isActive").asBoolean()).isTrue();
  }

  @Test
  void refusesAWrongPasswordAndWhatIsNoPfx() throws Exception {
    String id = graph.apiConnector("Refusing");

    Back wrong = upload(id, pfx, "wrong");
    Back garbage = upload(id, "Z2FyYmFnZQ==", PASSWORD);

    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.code()).isEqualTo("AADB2C90213");
    assertThat(garbage.status()).isEqualTo(400);
    assertThat(graph.get("/v1.0/identity/apiConnectors/" + id).body().toString())
        .contains("basicAuthentication");
  }

  @Test
  void anExpiredOneIsNotActive() throws Exception {
    close();
    start(SandboxOptions.builder().clock(clock));
    // The clock of this sandbox stands long after the certificate has ended.
    clock.advance(Duration.ofDays(36_500));

    Back uploaded = upload(graph.apiConnector("Expired"), pfx, PASSWORD);

    assertThat(
            uploaded
                .body()
                .at("/authenticationConfiguration/certificateList/0/isActive")
                .booleanValue())
        .isFalse();
  }
}
