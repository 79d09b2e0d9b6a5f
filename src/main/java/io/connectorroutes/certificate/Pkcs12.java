package io.connectorroutes.certificate;

import io.connectorroutes.optional.OptionalDependency;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An opened PKCS #12 file (PFX) with one private key and the certificate that belongs to it. {@code
 * toString} shows the certificate's thumbprint only.
 */
public final class Pkcs12 {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private final boolean aes;

  Pkcs12(PrivateKey key, List<X509Certificate> chain, boolean aes) {
    this.key = key;
    this.chain = chain;
    this.aes = aes;
  }

  /**
   * Opens a file. The work is bounded, whoever made the file: its size, its parts, and the rounds
   * of key derivation that it asks for in all.
   *
   * @param file its bytes, at most 128 KiB
   * @param password of the file, which may have any character; empty for none. Left as it is
   * @throws Pkcs12Exception where it does not open, asks for too much work, or does not hold
   *     exactly one private key with its certificate
   */
  public static Pkcs12 open(byte[] file, char[] password) throws Pkcs12Exception {
    if (!OptionalDependency.BOUNCY_CASTLE.isPresent()) {
      throw new Pkcs12Exception(OptionalDependency.BOUNCY_CASTLE.needed());
    }
    return Pkcs12Reader.read(file, password);
  }

  /**
   * Opens a file.
   *
   * @param pkcs12Value the file in base64; blanks, line breaks and missing padding do not matter
   * @param password of the file; empty for none
   * @throws Pkcs12Exception as above, and where it is no base64
   */
  public static Pkcs12 open(String pkcs12Value, String password) throws Pkcs12Exception {
    byte[] file = fileOf(pkcs12Value);
    char[] chars = password.toCharArray();
    try {
      return open(file, chars);
    } finally {
      Arrays.fill(chars, '\0');
    }
  }

  /**
   * A new RSA key of 2048 bits with a certificate that it signed itself.
   *
   * @param commonName of subject and issuer
   * @param from when the certificate begins to be valid
   * @param validity how long from then on
   */
  public static Pkcs12 selfSigned(String commonName, Instant from, Duration validity) {
    return SelfSigned.of(commonName, from, validity);
  }

  /**
   * The bytes of a file.
   *
   * @param pkcs12Value in base64; blanks, line breaks and missing padding do not matter
   * @throws Pkcs12Exception where it is no base64
   */
  public static byte[] fileOf(String pkcs12Value) throws Pkcs12Exception {
    try {
      return Base64.getDecoder().decode(BLANKS.matcher(pkcs12Value).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw new Pkcs12Exception("is not base64: give the bytes of the PFX file in base64");
    }
  }

  /** The private key. Its provider is Java's own, but for kinds of keys that Java does not know. */
  public PrivateKey privateKey() {
    return key;
  }

  /** The certificate of the private key, which need not be the first one in the file. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** That certificate, then those of its issuers in order, as far as the file holds them. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /**
   * SHA-1 of the certificate, 40 upper-case hex digits, as {@code certificateList} of
   * clientCertificateAuthentication shows it (Microsoft Graph, "pkcs12CertificateInformation
   * resource type").
   */
  public String thumbprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate().getEncoded());
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-1 and encodes X.509", e);
    }
  }

  /**
   * Why the key is too weak for a client certificate or of a kind that is not taken, with the
   * remedy, written to follow the field's name; empty where it is fit.
   */
  public Optional<String> keyFault() {
    return KeyFitness.fault(certificate().getPublicKey());
  }

  /**
   * Whether a part of the file is encrypted with AES, as keytool and OpenSSL 3 do by default. The
   * service behind API connectors is reported to answer {@code AADB2C90213} to such a file
   * (MicrosoftDocs/azure-docs issue 36773).
   */
  public boolean isAesProtected() {
    return aes;
  }

  /**
   * The same key and certificates as a file that is protected with Triple DES and SHA-1.
   *
   * @param password of the new file
   * @return base64, in one line
   */
  public String repacked(String password) {
    return Base64.getEncoder().encodeToString(written(password));
  }

  /** As {@link #repacked}, the file's bytes. */
  public byte[] written(String password) {
    return new Pkcs12Writer(password).write(key, chain);
  }

  @Override
  public String toString() {
    return "Pkcs12[" + thumbprint() + "]";
  }
}
