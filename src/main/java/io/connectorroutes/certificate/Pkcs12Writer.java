package io.connectorroutes.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * Writes a PKCS #12 file with Triple DES and SHA-1 throughout: key, certificates and integrity
 * check.
 */
final class Pkcs12Writer {
  private static final int ITERATIONS = 10_000;

  private final char[] password;

  Pkcs12Writer(String password) {
    // The end of a text: what Windows writes for an empty password.
    this.password = password.isEmpty() ? new char[] {'\0'} : password.toCharArray();
  }

  /**
   * The file's bytes.
   *
   * @param chain the key's certificate first
   */
  byte[] write(PrivateKey key, List<X509Certificate> chain) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(chain.get(0).getEncoded());
      DEROctetString keyId = new DEROctetString(digest);
      PKCS12SafeBagBuilder keyBag = new JcaPKCS12SafeBagBuilder(key, encryptor());
      keyBag.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, keyId);
      return new PKCS12PfxPduBuilder()
          .addData(keyBag.build())
          .addEncryptedData(encryptor(), certificates(chain, keyId))
          .build(
              new JcePKCS12MacCalculatorBuilder(OIWObjectIdentifiers.idSHA1)
                  .setProvider(Pkcs12Reader.BOUNCY_CASTLE)
                  .setIterationCount(ITERATIONS),
              password)
          .getEncoded(ASN1Encoding.DER);
    } catch (GeneralSecurityException | IOException | OperatorCreationException | PKCSException e) {
      throw new IllegalStateException("a key and certificates that were read can be written", e);
    }
  }

  private static PKCS12SafeBag[] certificates(List<X509Certificate> chain, DEROctetString keyId)
      throws IOException {
    PKCS12SafeBag[] bags = new PKCS12SafeBag[chain.size()];
    for (int i = 0; i < bags.length; i++) {
      PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(chain.get(i));
      if (i == 0) {
        bag.addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, keyId);
      }
      bags[i] = bag.build();
    }
    return bags;
  }

  private OutputEncryptor encryptor() throws OperatorCreationException {
    return new JcePKCSPBEOutputEncryptorBuilder(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)
        .setProvider(Pkcs12Reader.BOUNCY_CASTLE)
        .setIterationCount(ITERATIONS)
        .build(password);
  }
}
