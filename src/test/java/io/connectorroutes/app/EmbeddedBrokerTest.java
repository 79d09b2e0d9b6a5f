package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EmbeddedBrokerTest {
  @TempDir private Path folder;

  @Test
  void itListensWhereItSays() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.amqpUrl().getPort())) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void aPortThatIsTakenIsAnErrorAndNothingIsLogged() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger artemis = (Logger) LoggerFactory.getLogger("org.apache.activemq.artemis");
    artemis.addAppender(lines);
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, port))
          .isInstanceOf(BindException.class)
          .hasMessage("no broker can listen on 127.0.0.1:" + port + ": it is taken");
      assertThatThrownBy(() -> EmbeddedBroker.inMemory(port)).isInstanceOf(BindException.class);
    } finally {
      artemis.detachAppender(lines);
    }
    assertThat(lines.list).isEmpty();
  }
}
