package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.connectorroutes.certificate.Pem;
import io.connectorroutes.certificate.PemException;
import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.certificate.Pkcs12Exception;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.optional.OptionalDependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.List;

/**
 * The certificate that an app proves itself by, with its private key, in whatever form it was
 * given: PEM or PFX, as text, base64 or a file.
 */
final class AppCertificate {
  private static final String PASSWORD = "client-certificate-password";

  /** What Entra takes at the least. */
  private static final int FEWEST_BITS = 2048;

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private AppCertificate(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * Reads it.
   *
   * @throws TokenUnavailableException naming the key, the file and what is wrong
   */
  static AppCertificate read(CredentialSettings settings) throws TokenUnavailableException {
    String given = settings.clientCertificate();
    if (Pem.isPem(given)) {
      return opened(settings, given.getBytes(UTF_8), "its value");
    }
    return isPath(given)
        ? opened(settings, file(settings, Path.of(given)), given)
        : opened(settings, base64(settings, given), "its value");
  }

  /** The certificate of the key. */
  X509Certificate certificate() {
    return chain.get(0);
  }

  /** The key and its certificate first, then the others, as azure-identity reads them. */
  byte[] pem() {
    StringBuilder text = new StringBuilder(block("PRIVATE KEY", key.getEncoded()));
    try {
      for (X509Certificate certificate : chain) {
        text.append(block("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
    return text.toString().getBytes(UTF_8);
  }

  private static boolean isPath(String given) {
    return given.startsWith("/") || Path.of(given).isAbsolute();
  }

  private static byte[] file(CredentialSettings settings, Path file)
      throws TokenUnavailableException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw fault(settings, file + " is not there");
    } catch (IOException e) {
      throw fault(settings, file + " cannot be read: " + FileErrors.reason(e));
    }
  }

  private static byte[] base64(CredentialSettings settings, String given)
      throws TokenUnavailableException {
    try {
      return Pkcs12.fileOf(given);
    } catch (Pkcs12Exception e) {
      throw fault(settings, "its value is neither PEM nor a PFX in base64 nor the path of a file");
    }
  }

  private static AppCertificate opened(CredentialSettings settings, byte[] content, String subject)
      throws TokenUnavailableException {
    AppCertificate certificate = open(settings, content, subject);
    if (!(certificate.key instanceof RSAPrivateKey rsa)) {
      throw fault(
          settings,
          subject + " has no RSA key, and Entra takes no other from an app: make one with RSA");
    }
    int bits = rsa.getModulus().bitLength();
    if (bits < FEWEST_BITS) {
      throw fault(
          settings,
          "%s has an RSA key of %d bits, and Entra takes %d and more: make a new one"
              .formatted(subject, bits, FEWEST_BITS));
    }
    return certificate;
  }

  private static AppCertificate open(CredentialSettings settings, byte[] content, String subject)
      throws TokenUnavailableException {
    String password = settings.clientCertificatePassword();
    try {
      if (content.length == 0) {
        throw fault(settings, subject + " is empty");
      }
      if (!OptionalDependency.BOUNCY_CASTLE.isPresent()) {
        throw fault(settings, subject + " " + OptionalDependency.BOUNCY_CASTLE.needed());
      }
      String text = new String(content, ISO_8859_1);
      if (Pem.isPem(text)) {
        Pem pem = Pem.read(text, password == null ? null : password.toCharArray());
        return new AppCertificate(pem.privateKey(), pem.chain());
      }
      Pkcs12 pfx = Pkcs12.open(content, password == null ? new char[0] : password.toCharArray());
      return new AppCertificate(pfx.privateKey(), pfx.chain());
    } catch (PemException e) {
      String remedy = e.isAboutPassword() ? ": set " + settings.key(PASSWORD) : "";
      throw fault(settings, subject + " " + e.getMessage() + remedy);
    } catch (Pkcs12Exception e) {
      String remedy = password == null ? "; no " + settings.key(PASSWORD) + " is set" : "";
      throw fault(settings, subject + " " + e.getMessage() + remedy);
    }
  }

  private static TokenUnavailableException fault(CredentialSettings settings, String what) {
    return new TokenUnavailableException(settings.key("client-certificate") + ": " + what, true);
  }

  private static String block(String kind, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
  }

  @Override
  public String toString() {
    return "AppCertificate[" + certificate().getSubjectX500Principal() + "]";
  }
}
