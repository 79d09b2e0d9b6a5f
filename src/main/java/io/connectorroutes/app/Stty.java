package io.connectorroutes.app;

import io.connectorroutes.app.command.Echo;
import io.connectorroutes.app.command.Window;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal, asked by the command {@code stty}: Java has a way to read without echo only where
 * standard output is a terminal too, and none to the size of the window.
 */
final class Stty implements Echo {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,5}) ([1-9]\\d{0,5})\\s*");

  /** Standard input may come from elsewhere; this is what the process was started in. */
  private static final Redirect OWN = Redirect.from(new File("/dev/tty"));

  /** The window as it is now. */
  static Window window() {
    return run("size", OWN)
        .or(() -> run("size", Redirect.INHERIT))
        .flatMap(Stty::window)
        .orElse(Window.USUAL);
  }

  /** What {@code stty size} has printed; empty where a terminal does not know its size. */
  static Optional<Window> window(String printed) {
    Matcher size = SIZE.matcher(printed);
    return size.matches()
        ? Optional.of(new Window(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
        : Optional.empty();
  }

  @Override
  public boolean off() {
    return run("-echo", Redirect.INHERIT).isPresent();
  }

  @Override
  public void on() {
    run("echo", Redirect.INHERIT);
  }

  /** What it prints; empty where that is no terminal, or there is no such command. */
  private static Optional<String> run(String argument, Redirect terminal) {
    try {
      Process process =
          new ProcessBuilder("stty", argument)
              .redirectInput(terminal)
              .redirectError(Redirect.DISCARD)
              .start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
