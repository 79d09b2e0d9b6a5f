package io.connectorroutes.failure;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;

/** Weaves the failure points into the classes of a process while they are loaded. */
public final class FailureAgent {
  private FailureAgent() {}

  /**
   * Called by the JVM.
   *
   * @param arguments the folder of the markers; after a comma, if given, the length of leases
   */
  public static void premain(String arguments, Instrumentation instrumentation) {
    String[] parts = arguments.split(",", 2);
    Holds.in(Path.of(parts[0]), parts.length > 1 ? Duration.parse(parts[1]) : null);
    AgentBuilder agent = new AgentBuilder.Default();
    for (FailurePoint point : FailurePoint.values()) {
      agent =
          agent
              .type(named(point.type()))
              .transform((type, description, loader, module, domain) -> type.visit(advice(point)));
    }
    agent
        .type(named("io.connectorroutes.ledger.LedgerSettings"))
        .transform(
            (type, description, loader, module, domain) ->
                type.visit(
                    Advice.to(ShorterLease.class).on(named("lease").and(takesNoArguments()))))
        .installOn(instrumentation);
  }

  private static AsmVisitorWrapper advice(FailurePoint point) {
    Class<?> side = point.side() == FailurePoint.Side.BEFORE ? HoldBefore.class : HoldAfter.class;
    return Advice.withCustomMapping()
        .bind(Point.class, point.name())
        .to(side)
        .on(named(point.method()).and(not(isAbstract())));
  }
}
