package io.connectorroutes.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.DelegatingConnectionFactory;

class UnpooledTest {
  private final ConnectionFactory plain = new ActiveMQConnectionFactory();

  /** As pooled-jms and ActiveMQ's pool have it. */
  public static final class Pool extends DelegatingConnectionFactory {
    private final Object behind;

    Pool(Object behind) {
      this.behind = behind;
    }

    public Object getConnectionFactory() {
      return behind;
    }
  }

  @Test
  void whatKeepsSessionsIsTakenAway() {
    assertThat(Unpooled.of(new CachingConnectionFactory(plain))).isSameAs(plain);
    assertThat(Unpooled.of(new Pool(plain))).isSameAs(plain);
    assertThat(Unpooled.of(new CachingConnectionFactory(new Pool(plain)))).isSameAs(plain);
  }

  @Test
  void whatKeepsNoneStaysAsItIs() {
    Pool ofSomethingElse = new Pool("no factory");

    assertThat(Unpooled.of(plain)).isSameAs(plain);
    assertThat(Unpooled.of(ofSomethingElse)).isSameAs(ofSomethingElse);
  }
}
