package io.connectorroutes.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are made to harm: whatever they are like, they end as a {@link Pkcs12Exception}. */
class HostilePfxTest {
  private static final String PASSWORD = "abcdef12";
  private static final String TOO_MANY_ROUNDS =
      "asks for more key derivation rounds than 1,000,000: export it again with fewer";

  /** 228 characters that ask for 5,000,000 rounds. */
  @Test
  void aFileThatAsksForMillionsOfRoundsIsRefusedUnopened() throws IOException {
    try (var in = HostilePfxTest.class.getResourceAsStream("/certificates/many-rounds.pfx.b64")) {
      String pfx = new String(in.readAllBytes(), UTF_8);

      assertThatThrownBy(() -> Pkcs12.open(pfx, PASSWORD))
          .isInstanceOf(Pkcs12Exception.class)
          .hasMessage(TOO_MANY_ROUNDS);
    }
  }

  static Stream<byte[]> filesOfTooManyRounds() {
    ContentInfo fourth = PfxFile.encrypted(PfxFile.pbes2(250_001));
    ContentInfo old = PfxFile.encrypted(PfxFile.pkcs12(250_001));
    return Stream.of(
        PfxFile.file(null, fourth, fourth, fourth, fourth),
        PfxFile.file(null, fourth, old, fourth, old),
        PfxFile.file(
            PfxFile.mac(250_001),
            old,
            PfxFile.plain(PfxFile.shroudedKey(PfxFile.pbes2(250_001))),
            PfxFile.plain(PfxFile.nested(PfxFile.shroudedKey(PfxFile.pkcs12(250_001))))),
        PfxFile.file(PfxFile.mac(1_000_001)),
        PfxFile.file(PfxFile.mac(1), PfxFile.encrypted(PfxFile.pbes2(Integer.MAX_VALUE))),
        // 568,039 characters of base64 in the full size, which would be refused by its size.
        PfxFile.file(
            null,
            Collections.nCopies(400, PfxFile.encrypted(PfxFile.pbes2(5_000_000)))
                .toArray(new ContentInfo[0])));
  }

  @ParameterizedTest
  @MethodSource("filesOfTooManyRounds")
  void theRoundsOfAllPartsAreAddedUpBeforeAnythingIsDerived(byte[] file) {
    assertThatThrownBy(() -> Pkcs12.open(file, PASSWORD.toCharArray()))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessage(TOO_MANY_ROUNDS);
  }

  @Test
  void roundsBelowTheBoundAreDerived() {
    assertDoesNotOpen(PfxFile.file(PfxFile.mac(10_000), PfxFile.encrypted(PfxFile.pbes2(10_000))));
  }

  @Test
  void noRoundsOrFewerAreRefused() {
    assertDoesNotOpen(PfxFile.file(null, PfxFile.encrypted(PfxFile.pbes2(-5_000_000))));
    assertDoesNotOpen(PfxFile.file(PfxFile.mac(0)));
  }

  @Test
  void sizePartsAndNestingAreBounded() {
    assertThatThrownBy(() -> Pkcs12.open(new byte[(128 << 10) + 1], PASSWORD.toCharArray()))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessage("is larger than 131,072 bytes");
    ContentInfo empty = PfxFile.plain();
    ContentInfo[] many = Collections.nCopies(501, empty).toArray(new ContentInfo[0]);
    assertThatThrownBy(() -> Pkcs12.open(PfxFile.file(null, many), PASSWORD.toCharArray()))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessageStartingWith("has more than 500 parts");
    SafeBag nested = PfxFile.nested();
    for (int i = 0; i < 20; i++) {
      nested = PfxFile.nested(nested);
    }
    assertDoesNotOpen(PfxFile.file(null, PfxFile.plain(nested)));
  }

  /** Sequences, sequences of unknown length, and sets. */
  @ParameterizedTest
  @MethodSource("deepFiles")
  void structuresAsDeepAsTheFileIsLongAreRefused(byte[] file) {
    assertDoesNotOpen(file);
  }

  static Stream<byte[]> deepFiles() {
    return Stream.of(
        repeated(0x30, 0x80), repeated(0x31, 0x80), repeated(0xA0, 0x80), repeated(0x24, 0x80));
  }

  private static byte[] repeated(int first, int second) {
    byte[] file = new byte[128 << 10];
    for (int i = 0; i < file.length; i += 2) {
      file[i] = (byte) first;
      file[i + 1] = (byte) second;
    }
    return file;
  }

  @Test
  void alteredFilesOpenOrAreRefusedAndNothingIsPrinted() {
    Identity identity = Identity.ec("P-256");
    List<byte[]> files =
        List.of(
            new PfxFile(PASSWORD).of(identity),
            new PfxFile(PASSWORD).aes().plainKey().of(identity),
            PfxFile.file(
                null,
                PfxFile.plain(
                    PfxFile.nested(PfxFile.plainKey(identity)),
                    PfxFile.certificate(identity.certificate()))),
            PfxFile.file(
                null,
                PfxFile.plain(
                    PfxFile.plainKey(Identity.ed25519()),
                    PfxFile.certificate(identity.certificate()),
                    PfxFile.certificate(Identity.rsa(1024).certificate()))));
    SplittableRandom random = new SplittableRandom(7);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    List<Integer> refused = new ArrayList<>();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      for (int i = 0; i < 4_000; i++) {
        byte[] file = altered(files.get(i % files.size()), random);
        try {
          Pkcs12 opened = Pkcs12.open(file, PASSWORD.toCharArray());
          opened.keyFault();
          opened.thumbprint();
        } catch (Pkcs12Exception e) {
          refused.add(i);
        }
      }
    } finally {
      System.setOut(before);
    }
    assertThat(refused).hasSizeBetween(1_000, 3_999);
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  /** Some bytes set, cut out, doubled or cut off; rarely all of it replaced. */
  private static byte[] altered(byte[] file, SplittableRandom random) {
    byte[] copy = file.clone();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(copy.length);
      switch (random.nextInt(6)) {
        case 0 -> copy[at] = (byte) random.nextInt(256);
        case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> copy[at] += (byte) random.nextInt(-2, 3);
        case 3 -> copy = Arrays.copyOf(copy, Math.max(1, at));
        case 4 -> copy = joined(Arrays.copyOf(copy, at), Arrays.copyOfRange(file, at / 2, at));
        default -> copy = joined(copy, Arrays.copyOf(file, random.nextInt(64)));
      }
      copy = copy.length == 0 ? new byte[1] : copy;
    }
    return copy;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void assertDoesNotOpen(byte[] file) {
    assertThatThrownBy(() -> Pkcs12.open(file, PASSWORD.toCharArray()))
        .isInstanceOf(Pkcs12Exception.class)
        .hasMessageStartingWith("is no PFX file that opens with the password");
  }
}
