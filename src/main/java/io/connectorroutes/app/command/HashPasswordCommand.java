package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.secret.PasswordHash;
import io.connectorroutes.secret.SecretText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;

/** {@code hash-password}: what {@code management.password-hash} takes. */
@Command(
    name = "hash-password",
    mixinStandardHelpOptions = true,
    description =
        "Reads a password from standard input, one line of UTF-8, and prints what"
            + " management.password-hash takes.")
final class HashPasswordCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 1024;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private final Session session;

  HashPasswordCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    String hash = PasswordHash.of(password()).text();
    session
        .data()
        .println(
            session.json() ? Json.print(Json.NODES.objectNode().put("passwordHash", hash)) : hash);
    return ExitStatus.OK;
  }

  private String password() throws IOException {
    byte[] given = session.collaborators().input().readNBytes(MAX_BYTES + 1);
    String password = text(given);
    if (given.length > MAX_BYTES || password.isEmpty() || CONTROL.matcher(password).find()) {
      throw new UsageException(
          "standard input must be one password: a line of 1 to "
              + MAX_BYTES
              + " bytes without control characters");
    }
    return password;
  }

  private static String text(byte[] given) throws IOException {
    try {
      return SecretText.of(given);
    } catch (CharacterCodingException e) {
      throw new UsageException("standard input must be a password in UTF-8", e);
    }
  }
}
