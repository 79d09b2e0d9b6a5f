package io.connectorroutes.app;

import io.connectorroutes.config.UsageException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two client certificates for the demo, made anew each time with the JDK's keytool. Their
 * protection is the older one that the service is known to take.
 */
final class DemoCertificates {
  private static final int PASSWORD_BITS = 128;
  private static final long TIMEOUT_SECONDS = 30;

  private DemoCertificates() {}

  static void writeTo(Path folder) throws IOException {
    Path password = folder.resolve("demo.pfx.password");
    Files.writeString(password, new BigInteger(PASSWORD_BITS, new SecureRandom()).toString(36));
    generate(folder.resolve("demo.pfx"), password);
    generate(folder.resolve("demo.renewed.pfx"), password);
  }

  private static void generate(Path file, Path password) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-J-Dkeystore.pkcs12.legacy",
                    "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair",
                    "-alias",
                    "demo",
                    "-keyalg",
                    "RSA",
                    "-dname",
                    "CN=connector-routes demo",
                    "-validity",
                    "365",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass:file",
                    password.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!ended(process) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new UsageException(keytool + " made no certificate: start demo with a JDK's java");
    }
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
