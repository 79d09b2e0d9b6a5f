package io.connectorroutes.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.MacCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Reads one PKCS #12 file (RFC 7292). BouncyCastle reads the structure and decrypts, since Java's
 * key store takes ASCII passwords alone, sees no key in a plain key bag, and derives keys before it
 * can be asked how much work that is. Keys and certificates are Java's own where it knows them.
 */
final class Pkcs12Reader {
  static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  /** Far more than a key and its chain need. */
  private static final int MOST_BYTES = 128 << 10;

  private static final int MOST_PARTS = 500;
  private static final int MOST_NESTING = 8;

  private final char[] password;
  private final InputDecryptorProvider decryptors;
  private final Protection protection = new Protection();
  private final List<SafeBag> keys = new ArrayList<>();
  private final List<SafeBag> certificates = new ArrayList<>();
  private int parts;

  private Pkcs12Reader(char[] password) {
    this.password = password;
    this.decryptors =
        new JcePKCSPBEInputDecryptorProviderBuilder().setProvider(BOUNCY_CASTLE).build(password);
  }

  /**
   * Opens a file.
   *
   * @param password of the file; empty for none
   * @throws Pkcs12Exception where it cannot be opened, whatever the reason
   */
  static Pkcs12 read(byte[] file, char[] password) throws Pkcs12Exception {
    if (file.length > MOST_BYTES) {
      throw new Pkcs12Exception("is larger than %,d bytes".formatted(MOST_BYTES));
    }
    // Programs differ in whether an empty password is no byte, or the end of a text.
    List<char[]> spellings =
        password.length == 0 ? List.of(password, new char[] {'\0'}) : List.of(password);
    for (char[] spelling : spellings) {
      Optional<Pkcs12> opened = tryToRead(file, spelling);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    throw new Pkcs12Exception(
        "is no PFX file that opens with the password: check both, and export the certificate with"
            + " its private key again");
  }

  private static Optional<Pkcs12> tryToRead(byte[] file, char[] password) throws Pkcs12Exception {
    try {
      return Optional.of(new Pkcs12Reader(password).read(file));
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | RuntimeException
        | Error e) {
      // What is made to harm makes parsers fail in any way: casts, indexes, the stack's end.
      return Optional.empty();
    }
  }

  private Pkcs12 read(byte[] file)
      throws Pkcs12Exception, IOException, GeneralSecurityException, OperatorCreationException {
    Pfx pfx = Pfx.getInstance(new ASN1InputStream(file).readObject());
    byte[] safe = octets(pfx.getAuthSafe());
    List<EncryptedData> encrypted = survey(pfx, safe);
    if (pfx.getMacData() != null && !isIntact(pfx.getMacData(), safe)) {
      throw new IOException("the integrity check fails");
    }
    for (EncryptedData part : encrypted) {
      byte[] content = decrypt(part.getEncryptionAlgorithm(), part.getContent());
      sort(ASN1Sequence.getInstance(content), 0);
    }
    return opened();
  }

  /** Adds up what is asked for, and sorts what can be read without the password. */
  private List<EncryptedData> survey(Pfx pfx, byte[] safe) throws Pkcs12Exception, IOException {
    List<EncryptedData> encrypted = new ArrayList<>();
    if (pfx.getMacData() != null) {
      protection.addMac(pfx.getMacData());
    }
    for (ContentInfo part : AuthenticatedSafe.getInstance(safe).getContentInfo()) {
      count();
      if (part.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
        EncryptedData data = EncryptedData.getInstance(part.getContent());
        protection.addEncryption(data.getEncryptionAlgorithm());
        encrypted.add(data);
      } else {
        sort(ASN1Sequence.getInstance(octets(part)), 0);
      }
    }
    return encrypted;
  }

  private static byte[] octets(ContentInfo content) throws IOException {
    if (!content.getContentType().equals(PKCSObjectIdentifiers.data)) {
      throw new IOException("signed or encrypted with a public key");
    }
    return ASN1OctetString.getInstance(content.getContent()).getOctets();
  }

  private void count() throws Pkcs12Exception {
    parts++;
    if (parts > MOST_PARTS) {
      throw new Pkcs12Exception(
          "has more than "
              + MOST_PARTS
              + " parts: export exactly one private key with its certificate");
    }
  }

  private void sort(ASN1Sequence bags, int nesting) throws Pkcs12Exception, IOException {
    for (ASN1Encodable element : bags) {
      count();
      SafeBag bag = SafeBag.getInstance(element);
      ASN1ObjectIdentifier kind = bag.getBagId();
      if (kind.equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
        protection.addEncryption(
            EncryptedPrivateKeyInfo.getInstance(bag.getBagValue()).getEncryptionAlgorithm());
        keys.add(bag);
      } else if (kind.equals(PKCSObjectIdentifiers.keyBag)) {
        keys.add(bag);
      } else if (kind.equals(PKCSObjectIdentifiers.certBag)) {
        certificates.add(bag);
      } else if (kind.equals(PKCSObjectIdentifiers.safeContentsBag)) {
        if (nesting == MOST_NESTING) {
          throw new IOException("nested too deeply");
        }
        sort(ASN1Sequence.getInstance(bag.getBagValue()), nesting + 1);
      }
    }
  }

  private boolean isIntact(MacData mac, byte[] safe) throws IOException, OperatorCreationException {
    AlgorithmIdentifier algorithm = mac.getMac().getAlgorithmId();
    ASN1Encodable parameters =
        algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)
            ? PBMAC1Params.getInstance(algorithm.getParameters())
            : new PKCS12PBEParams(mac.getSalt(), mac.getIterationCount().intValueExact());
    MacCalculator calculator =
        new JcePKCS12MacCalculatorBuilderProvider()
            .setProvider(BOUNCY_CASTLE)
            .get(new AlgorithmIdentifier(algorithm.getAlgorithm(), parameters))
            .build(password);
    calculator.getOutputStream().write(safe);
    return MessageDigest.isEqual(calculator.getMac(), mac.getMac().getDigest());
  }

  private byte[] decrypt(AlgorithmIdentifier algorithm, ASN1OctetString content)
      throws IOException, OperatorCreationException {
    return decryptors
        .get(algorithm)
        .getInputStream(new ByteArrayInputStream(content.getOctets()))
        .readAllBytes();
  }

  private Pkcs12 opened()
      throws Pkcs12Exception, IOException, GeneralSecurityException, OperatorCreationException {
    if (keys.size() != 1) {
      throw new Pkcs12Exception(
          "holds "
              + (keys.isEmpty() ? "no private key" : keys.size() + " private keys")
              + ": export exactly one private key with its certificate");
    }
    PrivateKeyInfo key = key(keys.get(0));
    List<X509Certificate> chain = new CertificateChain(certificates).of(key, keys.get(0));
    return new Pkcs12(privateKey(key), chain, protection.isAes());
  }

  private PrivateKeyInfo key(SafeBag bag) throws IOException, OperatorCreationException {
    if (bag.getBagId().equals(PKCSObjectIdentifiers.keyBag)) {
      return PrivateKeyInfo.getInstance(bag.getBagValue());
    }
    EncryptedPrivateKeyInfo shrouded = EncryptedPrivateKeyInfo.getInstance(bag.getBagValue());
    byte[] content =
        decryptors
            .get(shrouded.getEncryptionAlgorithm())
            .getInputStream(new ByteArrayInputStream(shrouded.getEncryptedData()))
            .readAllBytes();
    return PrivateKeyInfo.getInstance(content);
  }

  private static PrivateKey privateKey(PrivateKeyInfo key)
      throws IOException, GeneralSecurityException {
    String kind = key.getPrivateKeyAlgorithm().getAlgorithm().getId();
    try {
      return KeyFactory.getInstance(kind)
          .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      // Such as a key of a curve that Java has no more.
      return new JcaPEMKeyConverter().setProvider(BOUNCY_CASTLE).getPrivateKey(key);
    }
  }
}
