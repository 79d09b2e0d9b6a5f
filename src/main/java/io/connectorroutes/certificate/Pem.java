package io.connectorroutes.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A PEM file with one private key, in any of the forms that OpenSSL writes, and the certificate
 * that belongs to it.
 *
 * @param privateKey Java's own
 * @param chain the key's certificate, then the others in the order of the file
 */
public record Pem(PrivateKey privateKey, List<X509Certificate> chain) {
  private static final String BEGIN = "-----BEGIN ";

  /** Whether a text may be a PEM file at all. */
  public static boolean isPem(String text) {
    return text.contains(BEGIN);
  }

  /**
   * Reads a file.
   *
   * @param text of the file; what stands outside of its blocks does not matter
   * @param password of its private key; null for none. Left as it is
   * @throws PemException where it does not hold exactly one private key, that can be read, with its
   *     certificate
   */
  public static Pem read(String text, char[] password) throws PemException {
    List<Object> blocks = blocks(text);
    PrivateKeyInfo key = key(blocks, password);
    List<X509CertificateHolder> certificates = new ArrayList<>();
    for (Object block : blocks) {
      if (block instanceof X509CertificateHolder certificate) {
        certificates.add(certificate);
      } else if (block instanceof X509TrustedCertificateBlock trusted) {
        certificates.add(trusted.getCertificateHolder());
      }
    }
    X509CertificateHolder leaf = leaf(key, certificates);
    certificates.remove(leaf);
    certificates.add(0, leaf);
    return of(key, certificates);
  }

  private static List<Object> blocks(String text) throws PemException {
    List<Object> blocks = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(fromFirstBlock(text)))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        blocks.add(block);
      }
    } catch (IOException | RuntimeException e) {
      throw new PemException("has a damaged PEM block: export key and certificate again");
    }
    return blocks;
  }

  /** Without a byte order mark, behind which the parser would not see the block. */
  private static String fromFirstBlock(String text) {
    return text.substring(Math.max(0, text.indexOf(BEGIN)));
  }

  private static PrivateKeyInfo key(List<Object> blocks, char[] password) throws PemException {
    List<PrivateKeyInfo> keys = new ArrayList<>();
    for (Object block : blocks) {
      PrivateKeyInfo key = keyOf(block, password);
      if (key != null) {
        keys.add(key);
      }
    }
    if (keys.size() != 1) {
      throw new PemException(
          "holds "
              + (keys.isEmpty() ? "no private key" : keys.size() + " private keys")
              + ": give exactly one private key with its certificate");
    }
    return keys.get(0);
  }

  /** Null where the block is no private key. */
  private static PrivateKeyInfo keyOf(Object block, char[] password) throws PemException {
    try {
      if (block instanceof PrivateKeyInfo plain) {
        return plain;
      }
      if (block instanceof PEMKeyPair pair) {
        return pair.getPrivateKeyInfo();
      }
      if (block instanceof PEMEncryptedKeyPair encrypted) {
        return encrypted
            .decryptKeyPair(new BcPEMDecryptorProvider(utf8(given(password))))
            .getPrivateKeyInfo();
      }
      if (block instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
        return encrypted.decryptPrivateKeyInfo(
            new JceOpenSSLPKCS8DecryptorProviderBuilder()
                .setProvider(Pkcs12Reader.BOUNCY_CASTLE)
                .build(given(password)));
      }
      return null;
    } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
      throw new PemException("has a private key that does not open with the password", true);
    }
  }

  private static char[] given(char[] password) throws PemException {
    if (password == null) {
      throw new PemException("has an encrypted private key, and no password is given", true);
    }
    return password;
  }

  /**
   * OpenSSL takes a password's bytes in UTF-8, and the library the lower byte of each character.
   */
  private static char[] utf8(char[] password) {
    ByteBuffer bytes = UTF_8.encode(CharBuffer.wrap(password));
    return ISO_8859_1.decode(bytes).toString().toCharArray();
  }

  private static X509CertificateHolder leaf(
      PrivateKeyInfo key, List<X509CertificateHolder> certificates) throws PemException {
    if (certificates.isEmpty()) {
      throw new PemException("holds a private key and no certificate: put its certificate in");
    }
    for (X509CertificateHolder certificate : certificates) {
      if (belongs(key, certificate.getSubjectPublicKeyInfo())) {
        return certificate;
      }
    }
    throw new PemException(
        "holds no certificate of its private key, only of another one: put the right one in");
  }

  private static boolean belongs(PrivateKeyInfo key, SubjectPublicKeyInfo certified) {
    try {
      return KeyMatch.belongs(key, certified);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static Pem of(PrivateKeyInfo key, List<X509CertificateHolder> certificates)
      throws PemException {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (X509CertificateHolder certificate : certificates) {
        chain.add(new JcaX509CertificateConverter().getCertificate(certificate));
      }
      return new Pem(new JcaPEMKeyConverter().getPrivateKey(key), List.copyOf(chain));
    } catch (IOException | CertificateException e) {
      throw new PemException("holds a kind of key or certificate that Java does not know");
    }
  }

  @Override
  public String toString() {
    return "Pem[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
