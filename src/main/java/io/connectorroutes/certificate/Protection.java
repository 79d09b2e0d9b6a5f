package io.connectorroutes.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * What a PKCS #12 file is protected with, read from its structure before any key is derived. The
 * sender of a file chooses how many rounds a derivation has, so their sum is bounded.
 */
final class Protection {
  /** OpenSSL asks for 6,144 rounds in all, keytool for 30,000. */
  static final int MOST_ROUNDS = 1_000_000;

  /** The longest key of a message authentication code that RFC 9879 has a use for. */
  private static final BigInteger MOST_MAC_KEY_BYTES = BigInteger.valueOf(128);

  private static final Set<ASN1ObjectIdentifier> DIGESTS =
      Set.of(
          OIWObjectIdentifiers.idSHA1,
          NISTObjectIdentifiers.id_sha224,
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512);

  /** A round of another one may take many times as long. */
  private static final Set<ASN1ObjectIdentifier> PSEUDORANDOM_FUNCTIONS =
      Set.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1,
          PKCSObjectIdentifiers.id_hmacWithSHA224,
          PKCSObjectIdentifiers.id_hmacWithSHA256,
          PKCSObjectIdentifiers.id_hmacWithSHA384,
          PKCSObjectIdentifiers.id_hmacWithSHA512);

  private BigInteger rounds = BigInteger.ZERO;
  private boolean aes;

  /**
   * Takes a part that is encrypted into account.
   *
   * @throws Pkcs12Exception where the file asks for too many rounds
   * @throws IOException where its algorithm is none that is opened
   */
  void addEncryption(AlgorithmIdentifier algorithm) throws Pkcs12Exception, IOException {
    ASN1ObjectIdentifier id = algorithm.getAlgorithm();
    if (id.equals(PKCSObjectIdentifiers.id_PBES2)) {
      PBES2Parameters scheme = PBES2Parameters.getInstance(algorithm.getParameters());
      ASN1ObjectIdentifier function = scheme.getKeyDerivationFunc().getAlgorithm();
      pbkdf2(function, scheme.getKeyDerivationFunc().getParameters());
      aes |= scheme.getEncryptionScheme().getAlgorithm().on(NISTObjectIdentifiers.aes);
    } else if (id.on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
      add(PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations());
    } else {
      throw new IOException("unknown encryption");
    }
  }

  /** Takes the integrity check into account, as {@link #addEncryption} does. */
  void addMac(MacData mac) throws Pkcs12Exception, IOException {
    AlgorithmIdentifier algorithm = mac.getMac().getAlgorithmId();
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
      AlgorithmIdentifier function =
          PBMAC1Params.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
      BigInteger keyBytes = pbkdf2(function.getAlgorithm(), function.getParameters());
      if (keyBytes == null || keyBytes.compareTo(MOST_MAC_KEY_BYTES) > 0) {
        throw new IOException("no key length, or a long one");
      }
    } else if (DIGESTS.contains(algorithm.getAlgorithm())) {
      add(mac.getIterationCount());
    } else {
      throw new IOException("unknown integrity check");
    }
  }

  private BigInteger pbkdf2(ASN1ObjectIdentifier function, ASN1Encodable parameters)
      throws Pkcs12Exception, IOException {
    if (!function.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      throw new IOException("unknown key derivation");
    }
    PBKDF2Params derivation = PBKDF2Params.getInstance(parameters);
    if (!PSEUDORANDOM_FUNCTIONS.contains(derivation.getPrf().getAlgorithm())) {
      throw new IOException("unknown pseudorandom function");
    }
    add(derivation.getIterationCount());
    return derivation.getKeyLength();
  }

  private void add(BigInteger count) throws Pkcs12Exception, IOException {
    if (count.signum() <= 0) {
      throw new IOException("no rounds");
    }
    rounds = rounds.add(count);
    if (rounds.compareTo(BigInteger.valueOf(MOST_ROUNDS)) > 0) {
      throw new Pkcs12Exception(
          "asks for more key derivation rounds than %,d: export it again with fewer"
              .formatted(MOST_ROUNDS));
    }
  }

  /** Whether a part that was taken into account is encrypted with AES. */
  boolean isAes() {
    return aes;
  }
}
