package io.connectorroutes.testing;

import io.connectorroutes.app.Application;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.logging.WireLogs;
import io.connectorroutes.testing.canary.Places;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.MainConfigurationProperties;

/**
 * The product in a JVM of its own, alone or in an application that traces all it can, with all that
 * it shows written into files. For each line of its standard input it calls Graph with that line,
 * or writes down what its MBeans show.
 */
public final class WatchedProduct {
  /** The line that asks for the MBeans: they are in {@code beans} then. */
  public static final String LOOK = "look";

  private WatchedProduct() {}

  /** How it runs. */
  public enum As {
    PROGRAM,
    PART_OF_AN_APPLICATION
  }

  /**
   * Starts it; its error output goes to {@code err} in the folder.
   *
   * @param options of Java
   * @param settings as KEY=VALUE
   */
  public static ForkedJvm start(As as, Path folder, List<String> options, List<String> settings)
      throws IOException {
    ForkedJvm jvm =
        ForkedJvm.run(Map.of(), options, WatchedProduct.class, as.name(), folder.toString());
    // Anybody sees a command line, and an MBean shows it.
    for (String setting : settings) {
      jvm.writeLine(setting);
    }
    jvm.writeLine("");
    return jvm;
  }

  /** Runs it: how, and the folder; settings come first of all by its standard input. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    System.setErr(
        new PrintStream(
            new FileOutputStream(folder.resolve("err").toFile()), true, StandardCharsets.UTF_8));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> settings = new ArrayList<>();
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      settings.add(line);
    }
    if (As.valueOf(arguments[0]) == As.PROGRAM) {
      program(folder, settings, in);
    } else {
      application(folder, settings, in);
    }
    System.exit(0);
  }

  private static void program(Path folder, List<String> settings, BufferedReader in)
      throws Exception {
    WireLogs.silence();
    try (Application application =
        Application.start(
            new ConfigurationReader(null, Map.of(), Externals::keyVault)
                .read(folder.resolve("home"), settings),
            Mode.RUN,
            Externals.standard())) {
      System.out.println("started with " + application.context().getRoutesSize() + " routes");
      serve(folder, in, null);
    }
  }

  private static void application(Path folder, List<String> settings, BufferedReader in)
      throws Exception {
    try (HostApplication host =
        new HostApplication()
            .keys(settings.toArray(String[]::new))
            .keys("enabled=true", "home=" + folder.resolve("home"))
            .configure(WatchedProduct::traceEverything)
            .start()) {
      serve(folder, in, host);
    }
  }

  private static void traceEverything(MainConfigurationProperties camel) {
    camel.setTracing(true);
    camel.setMessageHistory(true);
    camel.setUseMdcLogging(true);
    camel.setLogExhaustedMessageBody(true);
  }

  private static void serve(Path folder, BufferedReader in, HostApplication host) throws Exception {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(LOOK)) {
        writeBeans(folder);
      } else {
        call(host, line);
      }
    }
  }

  private static void call(HostApplication host, String change) {
    try {
      System.out.println(host.send("connector-change:call", change));
    } catch (Exception e) {
      e.printStackTrace(System.out);
    }
  }

  private static void writeBeans(Path folder) throws Exception {
    Path part = folder.resolve("beans.part");
    try (OutputStream out = Files.newOutputStream(part)) {
      for (Map.Entry<String, byte[]> bean :
          Places.beans(ManagementFactory.getPlatformMBeanServer()).entrySet()) {
        out.write((bean.getKey() + " = ").getBytes(StandardCharsets.UTF_8));
        out.write(bean.getValue());
        out.write('\n');
      }
    }
    Files.move(part, folder.resolve("beans"));
  }
}
