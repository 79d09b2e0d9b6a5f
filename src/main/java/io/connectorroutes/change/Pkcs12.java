package io.connectorroutes.change;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An opened PKCS #12 file (PFX) with one private key and the certificate that belongs to it. {@code
 * toString} shows the certificate's thumbprint only.
 */
public final class Pkcs12 {
  /** DER of the arc 2.16.840.1.101.3.4.1, the AES algorithms, up to its last number. */
  private static final byte[] AES_ARC = HexFormat.of().parseHex("06096086480165030401");

  private final byte[] file;
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private Pkcs12(byte[] file, PrivateKey key, List<X509Certificate> chain) {
    this.file = file;
    this.key = key;
    this.chain = chain;
  }

  /**
   * Opens a file.
   *
   * @param pkcs12Value the file in base64, in one line
   * @param password of the file; empty for none
   * @throws Pkcs12Exception where it is no base64, does not open, or does not hold exactly one
   *     private key with its certificate
   */
  public static Pkcs12 open(String pkcs12Value, String password) throws Pkcs12Exception {
    byte[] file = decode(pkcs12Value);
    char[] chars = password.toCharArray();
    try {
      KeyStore store = load(file, chars);
      String alias = onlyKey(store);
      PrivateKey key = (PrivateKey) store.getKey(alias, chars);
      return new Pkcs12(file, key, chain(store, alias));
    } catch (GeneralSecurityException e) {
      throw doesNotOpen();
    } finally {
      Arrays.fill(chars, '\0');
    }
  }

  /**
   * The thumbprint of the certificate in a PKCS #12 file, as {@code certificateList} of
   * clientCertificateAuthentication shows it (Microsoft Graph, "pkcs12CertificateInformation
   * resource type").
   *
   * @param pkcs12Value the file in base64
   * @param password of the file; null or empty for none
   * @return 40 upper-case hex digits; empty where the file cannot be opened
   */
  public static Optional<String> thumbprint(String pkcs12Value, String password) {
    if (pkcs12Value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(open(pkcs12Value, password == null ? "" : password).thumbprint());
    } catch (Pkcs12Exception e) {
      return Optional.empty();
    }
  }

  /** SHA-1 of the certificate, 40 upper-case hex digits. */
  public String thumbprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate().getEncoded());
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1 and encodes X.509", e);
    }
  }

  /** The certificate of the private key. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * Whether a part of the file is encrypted with AES, as keytool and OpenSSL 3 do by default. The
   * service behind API connectors is reported to answer {@code AADB2C90213} to such a file
   * (MicrosoftDocs/azure-docs issue 36773).
   */
  public boolean isAesProtected() {
    // The algorithm identifiers stand in the clear; encrypted parts are random, so that ten bytes
    // of them match by chance once in 2^80.
    for (int i = 0; i <= file.length - AES_ARC.length; i++) {
      if (Arrays.equals(file, i, i + AES_ARC.length, AES_ARC, 0, AES_ARC.length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same key and certificates as a file that is protected with Triple DES and SHA-1.
   *
   * @param password of the new file
   * @return base64, in one line
   */
  public String repacked(String password) {
    return Base64.getEncoder().encodeToString(new Pkcs12Writer(password).write(key, chain));
  }

  private static byte[] decode(String pkcs12Value) throws Pkcs12Exception {
    try {
      return Base64.getDecoder().decode(pkcs12Value);
    } catch (IllegalArgumentException e) {
      throw new Pkcs12Exception(
          "is not base64: give the bytes of the PFX file in base64, in one line");
    }
  }

  private static KeyStore load(byte[] file, char[] password)
      throws Pkcs12Exception, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(file), password);
    } catch (IOException e) {
      throw doesNotOpen();
    }
    return store;
  }

  private static Pkcs12Exception doesNotOpen() {
    return new Pkcs12Exception(
        "is no PFX file that opens with the password: check both, and export the certificate with"
            + " its private key again");
  }

  private static String onlyKey(KeyStore store) throws Pkcs12Exception, GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      throw new Pkcs12Exception(
          "holds "
              + keys.size()
              + " private keys: export exactly one private key with its certificate");
    }
    return keys.get(0);
  }

  private static List<X509Certificate> chain(KeyStore store, String alias)
      throws Pkcs12Exception, GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    if (store.getCertificateChain(alias) != null) {
      for (var certificate : store.getCertificateChain(alias)) {
        chain.add((X509Certificate) certificate);
      }
    }
    if (chain.isEmpty()) {
      throw new Pkcs12Exception(
          "holds a private key without its certificate: export both together");
    }
    return List.copyOf(chain);
  }

  @Override
  public String toString() {
    return "Pkcs12[" + thumbprint() + "]";
  }
}
