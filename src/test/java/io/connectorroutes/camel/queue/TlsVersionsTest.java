package io.connectorroutes.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.PrivateCa;
import io.connectorroutes.testing.TlsCalls;
import io.connectorroutes.testing.TokenAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both clients, in a Java that allows older versions, for servers as for clients. */
class TlsVersionsTest {
  private static final PrivateCa CA = new PrivateCa();

  @TempDir Path folder;

  @Test
  void aBrokerThatSpeaksAnOlderVersionIsNotToldAPassword() throws Exception {
    try (ForkedJvm old =
        ForkedJvm.run(
            Map.of(),
            List.of(
                "-Djavax.net.ssl.trustStore=" + CA.trustStore(folder),
                "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD),
            TlsVersionsTest.class,
            CA.serverStore(folder, "localhost").toString())) {
      assertThat(old.linesUntilTheEnd())
          // The clients' libraries log what becomes of them.
          .filteredOn(line -> line.startsWith("TLSv"))
          .containsExactly(
              "TLSv1.1 amqps refused",
              "TLSv1.1 tcp refused",
              "TLSv1.2 amqps told",
              "TLSv1.2 tcp told",
              "TLSv1.3 amqps told",
              "TLSv1.3 tcp told");
    }
  }

  /** Tries servers of one version after the other, which have the key of the file that is given. */
  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    SSLContext keys = TokenAuthority.tls(Path.of(arguments[0]));
    for (String version : List.of("TLSv1.1", "TLSv1.2", "TLSv1.3")) {
      connect(keys, version, "amqps", "");
      connect(keys, version, "tcp", "?sslEnabled=true");
    }
    System.exit(0);
  }

  private static void connect(SSLContext keys, String version, String scheme, String options)
      throws Exception {
    String told =
        TlsCalls.connecting(
            keys,
            version,
            false,
            address ->
                QueueConnections.to(URI.create(scheme + "://" + address + options), "u", "p")
                    .factory()
                    .createConnection()
                    .start());
    System.out.println(version + " " + scheme + " " + told);
  }
}
