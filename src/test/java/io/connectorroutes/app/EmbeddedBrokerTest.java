package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void aPortThatIsTakenIsAnError() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, other.getLocalPort()))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
    }
  }
}
