package io.connectorroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy.DiscoveryStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.apache.camel.Exchange;

/**
 * Exceptions that methods of the product throw in the test's process, each where a text, such as
 * the id of a change, is in what the method is given. Nothing of it is in the product. One at a
 * time.
 */
public final class ThrownFaults implements AutoCloseable {
  private static final int DEEPEST = 6;

  private static volatile List<Fault> planned = List.of();

  private final CopyOnWriteArrayList<Fault> faults = new CopyOnWriteArrayList<>();
  private final Map<Fault, Integer> fired = new ConcurrentHashMap<>();
  private final ResettableClassFileTransformer woven;
  private final Instrumentation instrumentation = ByteBuddyAgent.install();

  /** Where an exception comes from, for which texts, and which one. */
  private record Fault(
      String method, List<String> texts, Supplier<Throwable> failure, ThrownFaults of) {}

  /**
   * No exceptions yet.
   *
   * @param methods where there may be some: the class below {@code io.connectorroutes}, a dot, and
   *     the method's name
   */
  public static ThrownFaults in(Collection<String> methods) {
    ThrownFaults thrown = new ThrownFaults(methods);
    planned = thrown.faults;
    return thrown;
  }

  private ThrownFaults(Collection<String> methods) {
    AgentBuilder agent =
        new AgentBuilder.Default()
            .disableClassFormatChanges()
            .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
            // Not every class of this Java is looked at.
            .with(new DiscoveryStrategy.Explicit(types(methods)));
    for (String method : methods) {
      int dot = method.lastIndexOf('.');
      agent =
          agent
              .type(ElementMatchers.named("io.connectorroutes." + method.substring(0, dot)))
              .transform(
                  (type, description, loader, module, domain) ->
                      type.visit(
                          Advice.to(ThrowBefore.class)
                              .on(ElementMatchers.named(method.substring(dot + 1)))));
    }
    woven = agent.installOn(instrumentation);
  }

  private static Set<Class<?>> types(Collection<String> methods) {
    return methods.stream().map(ThrownFaults::typeWith).collect(Collectors.toSet());
  }

  private static Class<?> typeWith(String method) {
    int dot = method.lastIndexOf('.');
    try {
      Class<?> type = Class.forName("io.connectorroutes." + method.substring(0, dot));
      String name = method.substring(dot + 1);
      if (Arrays.stream(type.getDeclaredMethods()).noneMatch(m -> m.getName().equals(name))) {
        throw new IllegalArgumentException("there is no method " + method);
      }
      return type;
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(method, e);
    }
  }

  /** From now on the method throws where it is given all of these texts. */
  public void plan(String method, Supplier<Throwable> failure, String... texts) {
    faults.add(new Fault(method, List.of(texts), failure, this));
  }

  /** Takes back what was planned for that text. */
  public void mend(String text) {
    faults.removeIf(fault -> fault.texts.contains(text));
  }

  /** How often an exception was thrown for that text. */
  public int fired(String text) {
    return fired.entrySet().stream()
        .filter(entry -> entry.getKey().texts.contains(text))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Called by the woven methods. */
  public static void at(String type, Object[] arguments) {
    List<Fault> here =
        planned.stream().filter(f -> type.equals("io.connectorroutes." + f.method)).toList();
    if (here.isEmpty()) {
      return;
    }
    StringBuilder given = new StringBuilder();
    Arrays.stream(arguments).forEach(argument -> write(argument, given, 0));
    String text = given.toString();
    for (Fault fault : here) {
      if (fault.texts.stream().allMatch(text::contains)) {
        fault.of.fired.merge(fault, 1, Integer::sum);
        throwIt(fault.failure.get());
      }
    }
  }

  private static void throwIt(Throwable failure) {
    if (failure instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) failure;
  }

  private static void write(Object value, StringBuilder text, int depth) {
    if (depth > DEEPEST || value == null) {
      return;
    }
    if (value instanceof byte[] bytes) {
      text.append(new String(bytes, StandardCharsets.UTF_8));
    } else if (value instanceof Exchange exchange) {
      write(exchange.getMessage().getBody(), text, depth);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> write(present, text, depth));
    } else if (value instanceof Collection<?> all && !(value instanceof JsonNode)) {
      all.forEach(each -> write(each, text, depth + 1));
    } else if (value instanceof Object[] all) {
      Arrays.stream(all).forEach(each -> write(each, text, depth + 1));
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        write(get(value, component), text, depth + 1);
      }
    } else if (hasText(value)) {
      text.append(value).append(' ');
    }
  }

  /** Not where it is a hash code, which holds a short id by chance. */
  private static boolean hasText(Object value) {
    try {
      return value.getClass().getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object get(Object value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The product is as it was. */
  @Override
  public void close() {
    planned = List.of();
    woven.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
  }
}
