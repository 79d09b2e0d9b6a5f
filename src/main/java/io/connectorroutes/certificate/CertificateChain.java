package io.connectorroutes.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS12SafeBag;

/** The certificates of a PKCS #12 file, which may stand in any order and be of other keys too. */
final class CertificateChain {
  /** With what the file says of the key that it is for; null where it says nothing. */
  private record Entry(X509Certificate certificate, ASN1Encodable keyId) {}

  private final List<Entry> entries = new ArrayList<>();

  CertificateChain(List<SafeBag> bags) throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (SafeBag bag : bags) {
      CertBag value = CertBag.getInstance(bag.getBagValue());
      if (value.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
        byte[] encoded = ASN1OctetString.getInstance(value.getCertValue()).getOctets();
        var certificate = factory.generateCertificate(new ByteArrayInputStream(encoded));
        // Java reads some that BouncyCastle does not, and could not write anew.
        Certificate.getInstance(certificate.getEncoded()).getEncoded(ASN1Encoding.DER);
        entries.add(new Entry((X509Certificate) certificate, keyId(bag)));
      }
    }
  }

  private static ASN1Encodable keyId(SafeBag bag) {
    Attribute[] attributes = new PKCS12SafeBag(bag).getAttributes();
    if (attributes != null) {
      for (Attribute attribute : attributes) {
        if (attribute.getAttrType().equals(PKCS12SafeBag.localKeyIdAttribute)) {
          return attribute.getAttrValues().getObjectAt(0);
        }
      }
    }
    return null;
  }

  /**
   * The certificate of a key, and behind it those of its issuers as far as they are there.
   *
   * @param bag that the key stands in
   * @throws Pkcs12Exception where there is no certificate of the key
   */
  List<X509Certificate> of(PrivateKeyInfo key, SafeBag bag) throws Pkcs12Exception, IOException {
    Entry leaf = leaf(key, keyId(bag));
    List<X509Certificate> others = new ArrayList<>();
    for (Entry entry : entries) {
      if (!entry.equals(leaf)) {
        others.add(entry.certificate());
      }
    }
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf.certificate()));
    while (addIssuer(chain, others)) {
      // Each is taken once, so that issuers in a circle come to an end.
    }
    return List.copyOf(chain);
  }

  private Entry leaf(PrivateKeyInfo key, ASN1Encodable keyId) throws Pkcs12Exception, IOException {
    Entry found = null;
    for (Entry entry : entries) {
      byte[] certified = entry.certificate().getPublicKey().getEncoded();
      if (KeyMatch.belongs(key, SubjectPublicKeyInfo.getInstance(certified))) {
        // Of several certificates of one key, the one that the file means.
        if (keyId != null && keyId.equals(entry.keyId())) {
          return entry;
        }
        found = found == null ? entry : found;
      }
    }
    if (found == null) {
      throw new Pkcs12Exception(
          "holds a private key without its certificate: export both together");
    }
    return found;
  }

  private static boolean addIssuer(List<X509Certificate> chain, List<X509Certificate> others) {
    X509Certificate last = chain.get(chain.size() - 1);
    if (last.getIssuerX500Principal().equals(last.getSubjectX500Principal())) {
      return false;
    }
    Iterator<X509Certificate> rest = others.iterator();
    while (rest.hasNext()) {
      X509Certificate other = rest.next();
      if (other.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
        chain.add(other);
        rest.remove();
        return true;
      }
    }
    return false;
  }
}
