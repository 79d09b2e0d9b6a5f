package io.connectorroutes.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.change.Certificates;
import io.connectorroutes.change.Certificates.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs12Test {
  private static final String PASSWORD = "pass-word";
  private static final Identity EC = Identity.ec("P-256");

  @TempDir static Path folder;
  private static Path aesFile;

  @BeforeAll
  static void makeCertificate() {
    aesFile = Certificates.file(folder, Kind.AES, PASSWORD);
  }

  @Test
  void givesTheThumbprintThatKeytoolShows() throws Exception {
    Path file = aesFile;
    String shown =
        Certificates.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-list",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-v"));

    assertThat(shown.replace(":", ""))
        .contains("SHA1 " + Pkcs12.open(Certificates.base64(file), PASSWORD).thumbprint());
  }

  @Test
  void repacksAnAesFileWithTripleDes() throws Exception {
    Pkcs12 aes = Pkcs12.open(Certificates.base64(aesFile), PASSWORD);
    assertThat(aes.isAesProtected()).isTrue();

    String repacked = aes.repacked(PASSWORD);

    Pkcs12 opened = Pkcs12.open(repacked, PASSWORD);
    assertThat(opened.isAesProtected()).isFalse();
    assertThat(opened.certificate()).isEqualTo(aes.certificate());
    assertDoesNotOpen(Base64.getDecoder().decode(repacked), "another");
  }

  @Test
  void repacksWithAnEmptyPassword() throws Exception {
    Pkcs12 aes = Pkcs12.open(Certificates.base64(aesFile), PASSWORD);

    Pkcs12 opened = Pkcs12.open(aes.repacked(""), "");

    assertThat(opened.thumbprint()).isEqualTo(aes.thumbprint());
  }

  @Test
  void aSelfSignedOneIsFitForAClientCertificate() throws Exception {
    Instant from = Instant.parse("2026-03-01T10:00:00Z");

    Pkcs12 made = Pkcs12.selfSigned("the demo, for one", from, Duration.ofDays(365));

    Pkcs12 opened = Pkcs12.open(made.written(PASSWORD), PASSWORD.toCharArray());
    assertThat(opened.keyFault()).isEmpty();
    assertThat(opened.isAesProtected()).isFalse();
    assertThat(opened.thumbprint()).isEqualTo(made.thumbprint());
    X509Certificate certificate = opened.certificate();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectX500Principal())
        .isEqualTo(new X500Principal("CN=\"the demo, for one\""));
    assertThat(certificate.getNotBefore()).isEqualTo(from);
    assertThat(certificate.getNotAfter()).isEqualTo("2027-03-01T10:00:00Z");
  }

  @Test
  void keytoolReadsWhatWasRepacked() throws Exception {
    Pkcs12 aes = Pkcs12.open(Certificates.base64(aesFile), PASSWORD);
    Path file = folder.resolve("repacked.pfx");
    Files.write(file, Base64.getDecoder().decode(aes.repacked(PASSWORD)));

    assertThat(
            Certificates.run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-Duser.language=en",
                    "-list",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD)))
        .contains("PrivateKeyEntry");
  }

  @Test
  void takesATripleDesFileAsItIs() throws Exception {
    String pfx = Certificates.base64(folder, Kind.TRIPLE_DES, PASSWORD);

    assertThat(Pkcs12.open(pfx, PASSWORD).isAesProtected()).isFalse();
  }

  @Test
  void refusesTwoKeys() {
    Path file = Certificates.file(folder, Kind.AES, PASSWORD);
    Certificates.addKey(file, "second", Kind.AES, PASSWORD);

    assertThatThrownBy(() -> Pkcs12.open(Certificates.base64(file), PASSWORD))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessage("holds 2 private keys: export exactly one private key with its certificate");
  }

  @Test
  void refusesWhatIsNoBase64OrNoPfx() {
    assertThatThrownBy(() -> Pkcs12.open("not base64!", PASSWORD))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessageStartingWith("is not base64");
    assertThatThrownBy(() -> Pkcs12.open("AAAA", PASSWORD))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessageStartingWith("is no PFX file that opens with the password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pässwörd-1234", "пароль", "鍵🔑", "", " "})
  void opensWithAnyPassword(String password) throws Exception {
    for (byte[] file : List.of(new PfxFile(password).of(EC), new PfxFile(password).aes().of(EC))) {
      Pkcs12 opened = Pkcs12.open(file, password.toCharArray());

      assertThat(opened.certificate()).isEqualTo(EC.certificate());
      assertThat(opened.privateKey()).isEqualTo(EC.key());
      assertDoesNotOpen(file, password + "x");
    }
  }

  @Test
  void repacksWithAnyPassword() throws Exception {
    String password = "pässwörd-1234";
    Pkcs12 aes = Pkcs12.open(new PfxFile(password).aes().of(EC), password.toCharArray());

    Pkcs12 opened = Pkcs12.open(aes.repacked(password), password);

    assertThat(opened.isAesProtected()).isFalse();
    assertThat(opened.privateKey()).isEqualTo(EC.key());
  }

  /** Made with {@code openssl pkcs12 -export -passout 'pass:pässwörd-1234'}; keys of this test. */
  @ParameterizedTest
  @CsvSource({"openssl-aes, true", "openssl-3des, false", "openssl-rc2-chain, false"})
  void opensWhatOpensslMakes(String name, boolean aes) throws Exception {
    Pkcs12 opened = Pkcs12.open(resource(name + ".pfx.b64"), "pässwörd-1234");

    assertThat(opened.isAesProtected()).isEqualTo(aes);
    assertThat(opened.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=leaf");
  }

  @Test
  void theChainBeginsWithTheCertificateOfTheKeyWhateverTheOrderInTheFile() throws Exception {
    Pkcs12 opened = Pkcs12.open(resource("openssl-rc2-chain.pfx.b64"), "pässwörd-1234");

    assertThat(opened.chain())
        .extracting(certificate -> certificate.getSubjectX500Principal().getName())
        .containsExactly("CN=leaf", "CN=issuer");
    byte[] file = new PfxFile(PASSWORD).before(Identity.ec("P-256").certificate()).of(EC);
    assertThat(Pkcs12.open(file, PASSWORD.toCharArray()).chain()).containsExactly(EC.certificate());
  }

  @Test
  void opensAFileWhoseKeyIsInAPlainBag() throws Exception {
    byte[] file = new PfxFile(PASSWORD).plainKey().of(EC);

    assertThat(Pkcs12.open(file, PASSWORD.toCharArray()).privateKey()).isEqualTo(EC.key());
  }

  @Test
  void opensAFileWithoutAnIntegrityCheck() throws Exception {
    byte[] file =
        PfxFile.file(
            null,
            PfxFile.plain(
                PfxFile.nested(PfxFile.plainKey(EC)), PfxFile.certificate(EC.certificate())));

    assertThat(Pkcs12.open(file, PASSWORD.toCharArray()).thumbprint()).hasSize(40);
  }

  /** Made with {@code keytool -genseckey -keyalg AES -keysize 256 -storetype PKCS12}. */
  @Test
  void refusesAFileWithASecretKeyOnly() {
    assertThatThrownBy(() -> Pkcs12.open(resource("secret-key.pfx.b64"), "changeit"))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessage("holds no private key: export exactly one private key with its certificate");
  }

  @Test
  void refusesAKeyWithTheCertificateOfAnother() {
    Identity mixed = new Identity(EC.key(), Identity.ec("P-256").certificate());

    assertThatThrownBy(() -> Pkcs12.open(new PfxFile(PASSWORD).of(mixed), PASSWORD.toCharArray()))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessage("holds a private key without its certificate: export both together");
  }

  @Test
  void base64MayHaveBlanksLineBreaksAndNoPadding() throws Exception {
    String pfx = new PfxFile(PASSWORD).base64(EC);
    String loose = " " + pfx.replace("=", "").replaceAll("(.{64})", "$1\r\n") + "\n";

    assertThat(Pkcs12.open(loose, PASSWORD).thumbprint())
        .isEqualTo(Pkcs12.open(pfx, PASSWORD).thumbprint());
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of(Identity.rsa(1024), "holds an RSA key of 1024 bits"),
        Arguments.of(Identity.ec("secp256k1"), "holds an EC key on the curve secp256k1"),
        Arguments.of(Identity.ec("P-224"), "holds an EC key on the curve secp224r1"),
        Arguments.of(Identity.ed25519(), "holds a key of the kind EdDSA"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void weakOrUnsuitableKeysAreOpenedAndNamed(Identity identity, String fault) throws Exception {
    Pkcs12 opened = Pkcs12.open(new PfxFile(PASSWORD).of(identity), PASSWORD.toCharArray());

    assertThat(opened.certificate()).isEqualTo(identity.certificate());
    assertThat(opened.keyFault())
        .contains(
            fault
                + ": give a certificate with an RSA key of 2048 bits or more, or with an EC key on"
                + " P-256, P-384 or P-521");
  }

  @Test
  void fitKeysHaveNoFault() throws Exception {
    for (Identity identity :
        List.of(Identity.rsa(2048), EC, Identity.ec("P-384"), Identity.ec("P-521"))) {
      byte[] file = new PfxFile(PASSWORD).of(identity);
      assertThat(Pkcs12.open(file, PASSWORD.toCharArray()).keyFault()).isEmpty();
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = Pkcs12Test.class.getResourceAsStream("/certificates/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void assertDoesNotOpen(byte[] file, String password) {
    assertThatThrownBy(() -> Pkcs12.open(file, password.toCharArray()))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessageStartingWith("is no PFX file that opens with the password");
  }
}
