import java.time.Duration;
import org.apache.camel.main.Main;

/**
 * Starts a Camel Main application as it is configured on its class path, prints how many
 * milliseconds that took and how many of processor time, and stops it.
 *
 * <p>Arguments: when the process was started, in milliseconds since 1970, and properties as
 * KEY=VALUE.
 */
public final class Start {
  private Start() {}

  public static void main(String[] arguments) throws Exception {
    Main main = new Main();
    for (int i = 1; i < arguments.length; i++) {
      String[] property = arguments[i].split("=", 2);
      main.addOverrideProperty(property[0], property[1]);
    }
    main.start();
    long taken = System.currentTimeMillis() - Long.parseLong(arguments[0]);
    Duration processors = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    System.out.println(taken + " " + processors.toMillis());
    main.stop();
  }
}
