package io.connectorroutes.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class CausesTest {
  private final ConnectException innermost = new ConnectException("refused");
  private final IOException inner = new IOException("inner", innermost);
  private final UncheckedIOException outer = new UncheckedIOException(inner);

  @Test
  void anExceptionIsTheFirstOfItsCauses() {
    assertThat(Causes.of(outer)).containsExactly(outer, inner, innermost);
    assertThat(Causes.of(innermost)).containsExactly(innermost);
    assertThat(Causes.of(null)).isEmpty();
  }

  @Test
  void theFirstOfATypeIsFound() {
    assertThat(Causes.first(outer, IOException.class)).containsSame(inner);
    assertThat(Causes.first(outer, ConnectException.class)).containsSame(innermost);
    assertThat(Causes.first(outer, Error.class)).isEmpty();
  }

  @Test
  void theInnermostIsTheLast() {
    assertThat(Causes.innermost(outer)).isSameAs(innermost);
    assertThat(Causes.innermost(innermost)).isSameAs(innermost);
  }

  @Test
  void causesThatLeadBackToThemselvesEnd() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);

    assertThat(Causes.of(two)).hasSize(Causes.MOST).contains(one, two);
    assertThat(Causes.first(two, IOException.class)).isEmpty();
  }
}
