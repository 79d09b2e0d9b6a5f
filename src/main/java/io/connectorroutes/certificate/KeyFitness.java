package io.connectorroutes.certificate;

import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Whether a key is strong enough, and of a kind that services take for client certificates. */
final class KeyFitness {
  private static final int LEAST_RSA_BITS = 2048;
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);
  private static final String REMEDY =
      ": give a certificate with an RSA key of "
          + LEAST_RSA_BITS
          + " bits or more, or with an EC"
          + " key on P-256, P-384 or P-521";

  private KeyFitness() {}

  /** What is wrong, written to follow the field's name; empty where nothing is. */
  static Optional<String> fault(PublicKey certified) {
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(certified.getEncoded());
    ASN1ObjectIdentifier kind = key.getAlgorithm().getAlgorithm();
    if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      int bits =
          RSAPublicKey.getInstance(key.getPublicKeyData().getOctets()).getModulus().bitLength();
      return bits < LEAST_RSA_BITS ? fault("an RSA key of " + bits + " bits") : Optional.empty();
    }
    if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return CURVES.contains(key.getAlgorithm().getParameters())
          ? Optional.empty()
          : fault("an EC key on " + curve(key));
    }
    return fault("a key of the kind " + certified.getAlgorithm());
  }

  private static Optional<String> fault(String found) {
    return Optional.of("holds " + found + REMEDY);
  }

  private static String curve(SubjectPublicKeyInfo key) {
    String name =
        key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier id
            ? ECNamedCurveTable.getName(id)
            : null;
    return name == null ? "a curve without a known name" : "the curve " + name;
  }
}
