package io.connectorroutes.camel;

import io.connectorroutes.text.PrintableText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A check that is reported, and has no say in whether this process is ready: where a broker or a
 * folder fails, everything else goes on, and another process would meet the same.
 */
public class ReportedHealthCheck extends AbstractHealthCheck {
  private final Supplier<Optional<String>> problem;

  /**
   * Creates a check.
   *
   * @param subject what is checked, in one word
   * @param problem says what is wrong and which key it is about; empty where all is well
   */
  public ReportedHealthCheck(String subject, Supplier<Optional<String>> problem) {
    super("connector-routes", Bindings.PREFIX + subject);
    this.problem = problem;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    problem
        .get()
        .ifPresentOrElse(
            message -> builder.message(PrintableText.text(message)).down(), () -> builder.up());
  }
}
