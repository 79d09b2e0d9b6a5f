package io.connectorroutes.system.intake;

import io.connectorroutes.testing.*;
import java.nio.file.Path;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RabKillTest {
  @Test
  void t(@TempDir Path folder) throws Exception {
    RabbitBroker broker = RabbitBroker.start(folder.resolve("rabbit"));
    for (int wait : new int[] {0, 500, 1000, 1500, 2000, 2500, 3500, 0, 1000, 2500}) {
      String q = "kept" + wait + "-" + System.nanoTime();
      AmqpSender.send(broker.url(), q, AmqpSender.texts(Creations.texts(12)));
      Thread.sleep(wait);
      broker.kill();
      broker.start();
      JmsConnectionFactory factory = new JmsConnectionFactory("guest", "guest", broker.url());
      factory.setReceiveLocalOnly(true);
      int left = 0;
      try (var c = factory.createConnection();
          var s = c.createSession()) {
        c.start();
        var consumer = s.createConsumer(s.createQueue("/amq/queue/" + q));
        while (consumer.receive(500) != null) left++;
      } catch (Exception e) {
        System.out.println(e);
      }
      System.out.println("WAIT " + wait + " left " + left);
    }
    broker.close();
  }
}
