package io.connectorroutes.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes PKCS #12 files with the JDK's own keytool. */
public final class Certificates {
  private Certificates() {}

  /** What a file is to be like. */
  public record Kind(boolean tripleDes, String start, int days) {
    /** As keytool makes them by default: AES, valid from now on. */
    public static final Kind AES = new Kind(false, "-1d", 365);

    /** As the service is reported to want them. */
    public static final Kind TRIPLE_DES = new Kind(true, "-1d", 365);
  }

  /** The path of a new file with one self-signed certificate. */
  public static Path file(Path folder, Kind kind, String password) {
    try {
      Path file = Files.createTempDirectory(folder, "pfx").resolve("connector.pfx");
      addKey(file, "connector", kind, password);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #file}, in base64. */
  public static String base64(Path folder, Kind kind, String password) {
    return base64(file(folder, kind, password));
  }

  /** A file's bytes in base64. */
  public static String base64(Path file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a key with its certificate to a file. */
  public static void addKey(Path file, String alias, Kind kind, String password) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    if (kind.tripleDes()) {
      command.add("-J-Dkeystore.pkcs12.legacy");
    }
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias));
    command.addAll(List.of("-dname", "CN=" + alias, "-storetype", "PKCS12"));
    command.addAll(List.of("-startdate", kind.start(), "-validity", "" + kind.days()));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", password));
    run(command);
  }

  /** Runs a command and returns what it printed. */
  public static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
