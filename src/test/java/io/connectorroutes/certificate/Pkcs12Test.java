package io.connectorroutes.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.change.Certificates;
import io.connectorroutes.change.Certificates.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs12Test {
  private static final String PASSWORD = "pass-word";

  @TempDir static Path folder;
  private static Path aesFile;

  @BeforeAll
  static void makeCertificate() {
    aesFile = Certificates.file(folder, Kind.AES, PASSWORD);
  }

  @Test
  void givesTheThumbprintThatKeytoolShows() {
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

    assertThat(Pkcs12.thumbprint(Certificates.base64(file), PASSWORD))
        .hasValueSatisfying(
            thumbprint -> assertThat(shown.replace(":", "")).contains("SHA1 " + thumbprint));
  }

  @Test
  void givesNoThumbprintOfWhatDoesNotOpen() {
    String pfx = Certificates.base64(aesFile);

    assertThat(Pkcs12.thumbprint(pfx, "another")).isEmpty();
    assertThat(Pkcs12.thumbprint("eyJ...plA", PASSWORD)).isEmpty();
  }

  @Test
  void repacksAnAesFileWithTripleDes() throws Exception {
    Pkcs12 aes = Pkcs12.open(Certificates.base64(aesFile), PASSWORD);
    assertThat(aes.isAesProtected()).isTrue();

    String repacked = aes.repacked(PASSWORD);

    Pkcs12 opened = Pkcs12.open(repacked, PASSWORD);
    assertThat(opened.isAesProtected()).isFalse();
    assertThat(opened.certificate()).isEqualTo(aes.certificate());
    assertThat(Pkcs12.thumbprint(repacked, "another")).isEmpty();
  }

  @Test
  void repacksWithAnEmptyPassword() throws Exception {
    Pkcs12 aes = Pkcs12.open(Certificates.base64(aesFile), PASSWORD);

    Pkcs12 opened = Pkcs12.open(aes.repacked(""), "");

    assertThat(opened.thumbprint()).isEqualTo(aes.thumbprint());
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
}
