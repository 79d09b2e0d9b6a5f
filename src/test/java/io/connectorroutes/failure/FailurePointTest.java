package io.connectorroutes.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A method that was renamed would never be held, and only a test of minutes would tell. */
class FailurePointTest {
  @ParameterizedTest
  @EnumSource(FailurePoint.class)
  void aPointIsAMethodOfTheProduct(FailurePoint point) throws ClassNotFoundException {
    assertThat(Class.forName(point.type()).getDeclaredMethods())
        .extracting(Method::getName)
        .contains(point.method());
  }
}
