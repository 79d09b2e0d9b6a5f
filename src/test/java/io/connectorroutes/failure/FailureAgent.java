package io.connectorroutes.failure;

import static net.bytebuddy.matcher.ElementMatchers.hasSuperType;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isInterface;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

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
              .type(typesOf(point))
              .transform((type, description, loader, module, domain) -> type.visit(advice(point)));
    }
    agent
        .type(
            namedOneOf(
                "io.connectorroutes.ledger.LedgerSettings",
                "io.connectorroutes.camel.RoutesSettings"))
        .transform(
            (type, description, loader, module, domain) ->
                type.visit(
                    Advice.to(ShorterLease.class).on(named("lease").and(takesNoArguments()))))
        .installOn(instrumentation);
  }

  private static ElementMatcher<TypeDescription> typesOf(FailurePoint point) {
    // The prefix first: looking at the super types of every class would take long.
    String prefix = point.type().substring(0, point.type().lastIndexOf('.'));
    return nameStartsWith(prefix)
        .<TypeDescription>and(hasSuperType(named(point.type())))
        .and(not(isInterface()));
  }

  private static net.bytebuddy.asm.AsmVisitorWrapper advice(FailurePoint point) {
    Class<?> side = point.side() == FailurePoint.Side.BEFORE ? HoldBefore.class : HoldAfter.class;
    return Advice.withCustomMapping()
        .bind(Point.class, point.name())
        .to(side)
        .on(named(point.method()).and(not(isAbstract())));
  }
}
