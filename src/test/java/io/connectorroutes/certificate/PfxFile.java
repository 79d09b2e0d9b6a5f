package io.connectorroutes.certificate;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Makes PKCS #12 files, also such as no program would make. */
public final class PfxFile {
  private static final ASN1ObjectIdentifier TRIPLE_DES =
      PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC;
  private static final int ROUNDS = 1000;
  private static final byte[] BYTES = new byte[16];

  private final char[] password;
  private ASN1ObjectIdentifier encryption = TRIPLE_DES;
  private boolean plainKey;
  private final List<X509Certificate> before = new ArrayList<>();

  /** A file with Triple DES and that password. */
  public PfxFile(String password) {
    // The end of a text, as programs write an empty password.
    this.password = password.isEmpty() ? new char[] {'\0'} : password.toCharArray();
  }

  /** With AES instead. */
  public PfxFile aes() {
    encryption = NISTObjectIdentifiers.id_aes256_CBC;
    return this;
  }

  /** With the key in a bag that is not encrypted. */
  public PfxFile plainKey() {
    plainKey = true;
    return this;
  }

  /** With another certificate before the key's own. */
  public PfxFile before(X509Certificate certificate) {
    before.add(certificate);
    return this;
  }

  /** The bytes of a file with that key and certificate. */
  public byte[] of(Identity identity) {
    try {
      JcaPKCS12SafeBagBuilder key =
          plainKey
              ? new JcaPKCS12SafeBagBuilder(identity.key())
              : new JcaPKCS12SafeBagBuilder(identity.key(), encryptor());
      List<PKCS12SafeBag> certificates = new ArrayList<>();
      for (X509Certificate certificate : before) {
        certificates.add(new JcaPKCS12SafeBagBuilder(certificate).build());
      }
      certificates.add(new JcaPKCS12SafeBagBuilder(identity.certificate()).build());
      PKCS12PfxPdu file =
          new PKCS12PfxPduBuilder()
              .addData(key.build())
              .addEncryptedData(encryptor(), certificates.toArray(new PKCS12SafeBag[0]))
              .build(
                  new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                      .setProvider(Identity.PROVIDER),
                  password);
      return file.getEncoded(ASN1Encoding.DER);
    } catch (IOException | OperatorCreationException | PKCSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same in base64. */
  public String base64(Identity identity) {
    return Base64.getEncoder().encodeToString(of(identity));
  }

  private OutputEncryptor encryptor() throws OperatorCreationException {
    return new JcePKCSPBEOutputEncryptorBuilder(encryption)
        .setProvider(Identity.PROVIDER)
        .setIterationCount(ROUNDS)
        .build(password);
  }

  // Files that are taken apart before anything in them is decrypted.

  /** An encryption that asks for so many rounds of PBKDF2. */
  static AlgorithmIdentifier pbes2(int rounds) {
    AlgorithmIdentifier function =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA512, DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(BYTES, rounds, function)),
            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(BYTES))));
  }

  /** The same by the older derivation of PKCS #12. */
  static AlgorithmIdentifier pkcs12(int rounds) {
    return new AlgorithmIdentifier(TRIPLE_DES, new PKCS12PBEParams(BYTES, rounds));
  }

  /** An encrypted part with nothing useful in it. */
  static ContentInfo encrypted(AlgorithmIdentifier algorithm) {
    return new ContentInfo(
        PKCSObjectIdentifiers.encryptedData,
        new EncryptedData(PKCSObjectIdentifiers.data, algorithm, new DEROctetString(BYTES)));
  }

  /** A part that is not encrypted. */
  static ContentInfo plain(SafeBag... bags) {
    return new ContentInfo(PKCSObjectIdentifiers.data, octets(new DERSequence(bags)));
  }

  static SafeBag shroudedKey(AlgorithmIdentifier algorithm) {
    return new SafeBag(
        PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, new EncryptedPrivateKeyInfo(algorithm, BYTES));
  }

  static SafeBag plainKey(Identity identity) {
    return new SafeBag(
        PKCSObjectIdentifiers.keyBag, PrivateKeyInfo.getInstance(identity.key().getEncoded()));
  }

  static SafeBag certificate(X509Certificate certificate) {
    try {
      return new SafeBag(
          PKCSObjectIdentifiers.certBag,
          new CertBag(
              PKCSObjectIdentifiers.x509Certificate, new DEROctetString(certificate.getEncoded())));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static SafeBag nested(SafeBag... bags) {
    return new SafeBag(PKCSObjectIdentifiers.safeContentsBag, new DERSequence(bags));
  }

  /** An integrity check that asks for so many rounds. */
  static MacData mac(int rounds) {
    AlgorithmIdentifier digest =
        new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE);
    return new MacData(new DigestInfo(digest, new byte[20]), BYTES, rounds);
  }

  /** The file of those parts. */
  static byte[] file(MacData mac, ContentInfo... parts) {
    try {
      return new Pfx(
              new ContentInfo(PKCSObjectIdentifiers.data, octets(new DERSequence(parts))), mac)
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DEROctetString octets(ASN1Encodable content) {
    try {
      return new DEROctetString(content.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
