package io.connectorroutes.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Tells whether a certificate is that of a private key, at little cost whatever the keys are. */
final class KeyMatch {
  private KeyMatch() {}

  /**
   * Whether the two belong together. Of kinds of keys other than RSA, elliptic curves and EdDSA,
   * none of which is of use to Microsoft Graph, only the kind is compared.
   */
  static boolean belongs(PrivateKeyInfo key, SubjectPublicKeyInfo certified) throws IOException {
    ASN1ObjectIdentifier kind = key.getPrivateKeyAlgorithm().getAlgorithm();
    ASN1ObjectIdentifier other = certified.getAlgorithm().getAlgorithm();
    if (isRsa(kind) && isRsa(other)) {
      BigInteger modulus = RSAPublicKey.getInstance(certified.parsePublicKey()).getModulus();
      return RSAPrivateKey.getInstance(key.parsePrivateKey()).getModulus().equals(modulus);
    }
    if (!kind.equals(other)) {
      return false;
    }
    if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return isOfCurve(key, certified);
    }
    if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
      var secret = (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(key);
      return Arrays.equals(secret.generatePublicKey().getEncoded(), octets(certified));
    }
    if (kind.equals(EdECObjectIdentifiers.id_Ed448)) {
      var secret = (Ed448PrivateKeyParameters) PrivateKeyFactory.createKey(key);
      return Arrays.equals(secret.generatePublicKey().getEncoded(), octets(certified));
    }
    return true;
  }

  private static boolean isRsa(ASN1ObjectIdentifier kind) {
    return kind.equals(PKCSObjectIdentifiers.rsaEncryption)
        || kind.equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
  }

  private static boolean isOfCurve(PrivateKeyInfo key, SubjectPublicKeyInfo certified)
      throws IOException {
    if (!(key.getPrivateKeyAlgorithm().getParameters() instanceof ASN1ObjectIdentifier name)
        || !name.equals(certified.getAlgorithm().getParameters())) {
      return false;
    }
    X9ECParameters curve = ECNamedCurveTable.getByOID(name);
    if (curve == null) {
      return false;
    }
    BigInteger secret = ECPrivateKey.getInstance(key.parsePrivateKey()).getKey();
    return secret.compareTo(curve.getN()) < 0
        && new FixedPointCombMultiplier()
            .multiply(curve.getG(), secret)
            .equals(curve.getCurve().decodePoint(octets(certified)));
  }

  private static byte[] octets(SubjectPublicKeyInfo certified) {
    return certified.getPublicKeyData().getOctets();
  }
}
