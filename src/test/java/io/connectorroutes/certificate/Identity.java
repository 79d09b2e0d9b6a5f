package io.connectorroutes.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A new private key with a self-signed certificate, of any kind. */
public record Identity(PrivateKey key, X509Certificate certificate) {
  static final Provider PROVIDER = new BouncyCastleProvider();

  private static final GeneralName[] LOOPBACK = {
    new GeneralName(GeneralName.dNSName, "localhost"),
    new GeneralName(GeneralName.iPAddress, "127.0.0.1")
  };
  private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final Date TO = Date.from(Instant.parse("2100-01-01T00:00:00Z"));

  /** An RSA key of so many bits. */
  public static Identity rsa(int bits) {
    return made("RSA", generator -> generator.initialize(bits), "SHA256withRSA");
  }

  /** A key on a curve, such as {@code P-256}. */
  public static Identity ec(String curve) {
    return made(
        "EC", generator -> generator.initialize(new ECGenParameterSpec(curve)), "SHA256withECDSA");
  }

  /** A key of a kind that signs, and that nobody takes for client certificates. */
  public static Identity ed25519() {
    return made("Ed25519", generator -> {}, "Ed25519");
  }

  /** An RSA key of a server on this machine, for https. */
  public static Identity server() {
    return made("RSA", generator -> generator.initialize(2048), "SHA256withRSA", LOOPBACK);
  }

  @FunctionalInterface
  private interface Setting {
    void apply(KeyPairGenerator generator) throws GeneralSecurityException;
  }

  private static Identity made(
      String kind, Setting setting, String signature, GeneralName... subjectAlternativeNames) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind, PROVIDER);
      setting.apply(generator);
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name("CN=" + kind);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(name, BigInteger.ONE, FROM, TO, name, pair.getPublic());
      if (subjectAlternativeNames.length > 0) {
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(subjectAlternativeNames));
      }
      return new Identity(
          pair.getPrivate(),
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder(signature)
                          .setProvider(PROVIDER)
                          .build(pair.getPrivate()))));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
