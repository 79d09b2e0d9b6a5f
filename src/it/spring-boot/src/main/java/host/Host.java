package host;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A Spring Boot application with a database, migrations and a route of its own. */
@SpringBootApplication
public class Host {
  public static void main(String[] arguments) {
    SpringApplication.run(Host.class, arguments);
  }
}
