package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

class IntakeExpireRouteTest extends RouteTestSupport {
  private final Housekeeping housekeeping = new Housekeeping();

  IntakeExpireRouteTest() {
    super("intake/expire");
  }

  /** Does its work, or fails. */
  public static class Housekeeping {
    private RuntimeException failure;
    private int done;

    public void housekeep() {
      if (failure != null) {
        throw failure;
      }
      done++;
    }
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("connector-routes-inbox-housekeeping", housekeeping);
    placeholder("intake.files", true);
  }

  @Test
  void theInboxIsLookedAfter() {
    assertThat(sent(null).getException()).isNull();

    assertThat(housekeeping.done).isEqualTo(1);
  }

  /** It ends the exchange, which the timer logs, and the next one is as the first. */
  @Test
  void whatFailsIsTriedAgain() {
    housekeeping.failure = new IllegalStateException("the disk is full");
    assertThat(sent(null).getException()).isSameAs(housekeeping.failure);

    housekeeping.failure = null;
    assertThat(sent(null).getException()).isNull();
    assertThat(housekeeping.done).isEqualTo(1);
  }
}
