package io.connectorroutes.config;

import io.connectorroutes.certificate.Pem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How the certificate of an app is given: PEM as text, a PFX or a PEM in base64, or the path of a
 * file with either.
 */
final class CertificateText {
  private static final String FILE = "file:";

  /** The first byte of DER, or the first dashes of PEM, and more than the name of a file has. */
  private static final Pattern BASE64 = Pattern.compile("(M|LS0t)[A-Za-z0-9+/]{200,}={0,2}");

  private static final int LONGEST_PATH = 1_000;

  private CertificateText() {}

  /** Whether a text names a file and is no certificate, so that others may see it. */
  static boolean isPath(String text) {
    return !Pem.isPem(text) && !BASE64.matcher(text.replaceAll("\\s", "")).matches();
  }

  /**
   * The certificate as the key of a tenant has it.
   *
   * @param subject the key, to be named in errors
   * @param text as it was given, or what a reference leads to
   * @param home what relative paths are under
   * @return the certificate itself, or the absolute path of its file
   * @throws UsageException where it is neither
   */
  static String of(String subject, String text, Path home) {
    String given = text.strip();
    if (!isPath(given)) {
      return given;
    }
    String path = given.startsWith(FILE) ? given.substring(FILE.length()) : given;
    String problem = subject + " must be PEM, a PFX in base64, or the path of a file with either";
    if (path.length() > LONGEST_PATH || path.indexOf('\n') >= 0) {
      // A damaged certificate, which must not be shown as the name of a file.
      throw new UsageException(problem);
    }
    try {
      return home.resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      throw new UsageException(problem, e);
    }
  }

  /** Whether the text is a reference whose value is the certificate, and not the path of one. */
  static boolean isReference(String text) {
    return SecretReferences.isReference(text) && !text.startsWith(FILE);
  }
}
