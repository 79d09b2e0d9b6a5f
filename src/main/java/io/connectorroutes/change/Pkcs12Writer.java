package io.connectorroutes.change;

import static io.connectorroutes.change.Der.explicit;
import static io.connectorroutes.change.Der.implicitOctets;
import static io.connectorroutes.change.Der.integer;
import static io.connectorroutes.change.Der.nil;
import static io.connectorroutes.change.Der.octets;
import static io.connectorroutes.change.Der.oid;
import static io.connectorroutes.change.Der.sequence;
import static io.connectorroutes.change.Der.set;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * Writes a PKCS #12 file (RFC 7292) with Triple DES and SHA-1 throughout: key, certificates and
 * integrity check. Java's own key store can do so only by properties of the whole process.
 */
final class Pkcs12Writer {
  private static final String ALGORITHM = "PBEWithSHA1AndDESede";
  private static final String PBE_SHA1_3DES = "1.2.840.113549.1.12.1.3";
  private static final String SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2";
  private static final String CERT_BAG = "1.2.840.113549.1.12.10.1.3";
  private static final String X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";
  private static final String LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
  private static final String DATA = "1.2.840.113549.1.7.1";
  private static final String ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
  private static final String SHA1 = "1.3.14.3.2.26";
  private static final int ITERATIONS = 10_000;
  private static final int SALT_BYTES = 20;

  private final SecureRandom random = new SecureRandom();
  private final String password;

  Pkcs12Writer(String password) {
    this.password = password;
  }

  /**
   * The file's bytes.
   *
   * @param chain the key's certificate first
   */
  byte[] write(PrivateKey key, List<X509Certificate> chain) {
    try {
      byte[] keyId = MessageDigest.getInstance("SHA-1").digest(chain.get(0).getEncoded());
      byte[] safe = sequence(data(sequence(keyBag(key, keyId))), certificates(chain, keyId));
      return sequence(integer(3), data(safe), mac(safe));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks " + ALGORITHM, e);
    }
  }

  private byte[] keyBag(PrivateKey key, byte[] keyId) throws GeneralSecurityException {
    byte[] salt = salt();
    byte[] shrouded = sequence(algorithm(salt), octets(encrypt(key.getEncoded(), salt)));
    return sequence(oid(SHROUDED_KEY_BAG), explicit(shrouded), keyIdAttribute(keyId));
  }

  private byte[] certificates(List<X509Certificate> chain, byte[] keyId)
      throws GeneralSecurityException {
    ByteArrayOutputStream bags = new ByteArrayOutputStream();
    for (int i = 0; i < chain.size(); i++) {
      byte[] attributes = i == 0 ? keyIdAttribute(keyId) : new byte[0];
      byte[] certificate =
          sequence(oid(X509_CERTIFICATE), explicit(octets(chain.get(i).getEncoded())));
      bags.writeBytes(sequence(oid(CERT_BAG), explicit(certificate), attributes));
    }
    byte[] salt = salt();
    byte[] encrypted = encrypt(sequence(bags.toByteArray()), salt);
    byte[] content = sequence(oid(DATA), algorithm(salt), implicitOctets(encrypted));
    return sequence(oid(ENCRYPTED_DATA), explicit(sequence(integer(0), content)));
  }

  private byte[] mac(byte[] safe) throws GeneralSecurityException {
    byte[] salt = salt();
    Mac mac = Mac.getInstance("HmacPBESHA1");
    mac.init(secretKey(), new PBEParameterSpec(salt, ITERATIONS));
    byte[] digest = sequence(sequence(oid(SHA1), nil()), octets(mac.doFinal(safe)));
    return sequence(digest, octets(salt), integer(ITERATIONS));
  }

  private byte[] encrypt(byte[] plain, byte[] salt) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(Cipher.ENCRYPT_MODE, secretKey(), new PBEParameterSpec(salt, ITERATIONS));
    return cipher.doFinal(plain);
  }

  private SecretKey secretKey() throws GeneralSecurityException {
    return SecretKeyFactory.getInstance(ALGORITHM)
        .generateSecret(new PBEKeySpec(password.toCharArray()));
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private static byte[] data(byte[] content) {
    return sequence(oid(DATA), explicit(octets(content)));
  }

  private static byte[] algorithm(byte[] salt) {
    return sequence(oid(PBE_SHA1_3DES), sequence(octets(salt), integer(ITERATIONS)));
  }

  private static byte[] keyIdAttribute(byte[] keyId) {
    return set(sequence(oid(LOCAL_KEY_ID), set(octets(keyId))));
  }
}
