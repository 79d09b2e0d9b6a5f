package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.secret.PasswordHash;
import io.connectorroutes.secret.SecretText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
  public Integer call() throws IOException, InterruptedException {
    Optional<byte[]> given = given();
    if (given.isEmpty()) {
      return ExitStatus.INTERRUPTED;
    }
    String hash = PasswordHash.of(password(given.get())).text();
    session
        .data()
        .println(
            session.json() ? Json.print(Json.NODES.objectNode().put("passwordHash", hash)) : hash);
    return ExitStatus.OK;
  }

  /** What is given; empty where a person asks to stop. On a terminal nothing of it is shown. */
  private Optional<byte[]> given() throws IOException, InterruptedException {
    Echo echo = session.collaborators().echo();
    boolean isTyped = echo.off();
    PrintWriter prompt = session.collaborators().terminal().err();
    try {
      if (isTyped) {
        prompt.print("Password: ");
        prompt.flush();
      }
      return lineUnlessStopped(isTyped);
    } finally {
      if (isTyped) {
        echo.on();
        prompt.println();
        prompt.flush();
      }
    }
  }

  /** Nothing wakes a thread that reads from a terminal or a pipe: it is left behind then. */
  private Optional<byte[]> lineUnlessStopped(boolean isTyped)
      throws IOException, InterruptedException {
    CompletableFuture<Optional<byte[]>> line = new CompletableFuture<>();
    daemon("password-reader", () -> line.complete(Optional.of(line(isTyped))), line);
    daemon(
        "password-stop",
        () -> {
          session.collaborators().stop().await();
          line.complete(Optional.empty());
        },
        line);
    try {
      return line.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** One line: whoever writes into a pipe may keep it open. What is there besides is given too. */
  private byte[] line(boolean isTyped) throws IOException {
    InputStream input = session.collaborators().input();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = input.read();
    while (next >= 0 && line.size() <= MAX_BYTES) {
      line.write(next);
      next = next == '\n' && (isTyped || input.available() == 0) ? -1 : input.read();
    }
    return line.toByteArray();
  }

  private static void daemon(String name, Step step, CompletableFuture<?> failed) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException | RuntimeException e) {
                failed.completeExceptionally(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** What a thread does. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static String password(byte[] given) {
    String password = text(given);
    if (given.length > MAX_BYTES || password.isEmpty() || CONTROL.matcher(password).find()) {
      throw new UsageException(
          "standard input must be one password: a line of 1 to "
              + MAX_BYTES
              + " bytes without control characters");
    }
    return password;
  }

  private static String text(byte[] given) {
    try {
      return SecretText.of(given);
    } catch (CharacterCodingException e) {
      throw new UsageException("standard input must be a password in UTF-8", e);
    }
  }
}
