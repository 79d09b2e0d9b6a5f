package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TokenAuthority;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An app proves itself to the authority by its certificate, in whatever form it was given. */
class CertificateCredentialTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String ACCOUNT = TENANT + "/" + CLIENT;
  private static final String PASSWORD = "pässwörd-1234";

  /** Made by OpenSSL 3.0. */
  private static final Path FILES = Path.of("src/test/resources/app-certificate");

  @TempDir static Path folder;

  private static TokenAuthority authority;

  @BeforeAll
  static void start() throws Exception {
    authority = new TokenAuthority(TokenAuthority.keyStore(folder, "authority"));
  }

  @AfterAll
  static void stop() {
    authority.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8.key app.crt",
        "app.crt pkcs8.key",
        "pkcs1.key app.crt",
        "encrypted1.key app.crt",
        "encrypted8.key app.crt",
        "other.crt app.crt pkcs8.key",
        "aes.pfx",
        "des.pfx"
      })
  void eachFormIsTakenAsFileAndTextAndInBase64(String parts) throws Exception {
    byte[] content = content(parts);
    Path file = Files.write(folder.resolve(parts.replace(' ', '+')), content);
    provesItselfBy(file.toString());
    provesItselfBy(Base64.getMimeEncoder().encodeToString(content));
    if (!parts.endsWith(".pfx")) {
      provesItselfBy(new String(content, UTF_8));
    }
  }

  /** Each token's request reads it anew, and metrics look at any moment. */
  @Test
  void itsEndStaysKnownWhileItCannotBeRead() throws Exception {
    Path file = Files.write(folder.resolve("replaced.pem"), content("pkcs8.key app.crt"));
    TokenSource source = source(file.toString());
    assertThat(source.certificateEnd(ACCOUNT)).isEmpty();
    source.check();
    Instant end = certificate().getNotAfter().toInstant();
    assertThat(source.certificateEnd(ACCOUNT)).contains(end);

    Files.delete(file);
    assertThatThrownBy(() -> source.token(ACCOUNT)).hasMessageContaining("is not there");

    assertThat(source.certificateEnd(ACCOUNT)).contains(end);
  }

  /** The authority gets an assertion that the certificate's key has signed. */
  private static void provesItselfBy(String given) throws Exception {
    int before = authority.requests.size();

    assertThat(source(given).token(ACCOUNT)).isPresent();

    assertThat(authority.requests).hasSize(before + 1);
    String form = authority.requests.get(before);
    assertThat(form).contains("client_id=" + CLIENT).doesNotContain("client_secret");
    String[] jwt = form.replaceFirst("(?s).*client_assertion=([^&]*).*", "$1").split("\\.", -1);
    X509Certificate app = certificate();
    assertThat(decoded(jwt[0]))
        .contains(Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(app)));
    assertThat(Json.object(decoded(jwt[1])).path("iss").asText()).isEqualTo(CLIENT);
    assertThat(isSigned(jwt, app.getPublicKey())).isTrue();
  }

  private static boolean isSigned(String[] jwt, PublicKey key) throws Exception {
    Signature signature;
    if (decoded(jwt[0]).contains("PS256")) {
      signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    } else {
      signature = Signature.getInstance("SHA256withRSA");
    }
    signature.initVerify(key);
    signature.update((jwt[0] + "." + jwt[1]).getBytes(UTF_8));
    return signature.verify(Base64.getUrlDecoder().decode(jwt[2]));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }

  private static byte[] sha256(X509Certificate certificate) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
  }

  private static X509Certificate certificate() throws Exception {
    try (InputStream in = Files.newInputStream(FILES.resolve("app.crt"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static byte[] content(String parts) throws Exception {
    List<String> names = Arrays.asList(parts.split(" ", -1));
    if (names.size() == 1) {
      return Files.readAllBytes(FILES.resolve(parts));
    }
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(Files.readString(FILES.resolve(name)));
    }
    return text.toString().getBytes(UTF_8);
  }

  private static TokenSource source(String certificate) {
    CredentialSettings settings =
        new CredentialSettings(
            CredentialKind.CLIENT_CERTIFICATE,
            TENANT,
            CLIENT,
            null,
            certificate,
            PASSWORD,
            null,
            "graph.",
            null);
    return new TokenSource(
        new TokenSettings(
            Cloud.custom(URI.create("https://graph.example"), authority.uri()),
            Duration.ofDays(1),
            Duration.ofDays(30)),
        Map.of(ACCOUNT, () -> settings),
        Map.of(),
        authority.client(),
        Clock.systemUTC());
  }
}
