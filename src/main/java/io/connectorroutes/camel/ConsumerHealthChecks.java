package io.connectorroutes.camel;

import io.connectorroutes.text.PrintableText;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;

/**
 * Camel's checks of its consumers, without a say in whether this process is ready: where an inbox
 * or a broker fails, everything else goes on, and another process would meet the same.
 */
public class ConsumerHealthChecks implements HealthCheckRepository, CamelContextAware {
  private final ConsumersHealthCheckRepository checks = new ConsumersHealthCheckRepository();
  private final boolean oursAlone;

  /**
   * Creates the checks.
   *
   * @param oursAlone whether the consumers of other routes are left out
   */
  public ConsumerHealthChecks(boolean oursAlone) {
    this.oursAlone = oursAlone;
  }

  @Override
  public String getId() {
    return "connector-routes-consumers";
  }

  @Override
  public boolean isEnabled() {
    return true;
  }

  @Override
  public void setEnabled(boolean enabled) {
    // They are served always.
  }

  @Override
  public CamelContext getCamelContext() {
    return checks.getCamelContext();
  }

  @Override
  public void setCamelContext(CamelContext context) {
    checks.setCamelContext(context);
  }

  @Override
  public Stream<HealthCheck> stream() {
    return checks.stream()
        .filter(check -> !oursAlone || check.getId().contains(Bindings.PREFIX))
        .map(NotForReadiness::new);
  }

  private record NotForReadiness(HealthCheck check) implements HealthCheck {
    @Override
    public String getId() {
      return check.getId();
    }

    @Override
    public String getGroup() {
      return check.getGroup();
    }

    @Override
    public boolean isEnabled() {
      return check.isEnabled();
    }

    @Override
    public void setEnabled(boolean enabled) {
      check.setEnabled(enabled);
    }

    @Override
    public boolean isReadiness() {
      return false;
    }

    @Override
    public boolean isLiveness() {
      return false;
    }

    @Override
    public Result call(Map<String, Object> options) {
      Result result = check.call(options);
      HealthCheckResultBuilder printable =
          HealthCheckResultBuilder.on(this).state(result.getState()).details(result.getDetails());
      // What a consumer failed by may be somebody else's text.
      result.getMessage().ifPresent(message -> printable.message(PrintableText.text(message)));
      result.getError().ifPresent(printable::error);
      return printable.build();
    }
  }
}
