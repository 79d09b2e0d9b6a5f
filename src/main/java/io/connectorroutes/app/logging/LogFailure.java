package io.connectorroutes.app.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.connectorroutes.text.PrintableText;

/** A log event's stack traces, in which each exception's text is one printable line. */
public class LogFailure extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy failure) {
    return super.throwableProxyToString(new Printable(failure));
  }

  /** An exception whose text, as those of its causes, is printable. */
  private record Printable(IThrowableProxy failure) implements IThrowableProxy {
    private static IThrowableProxy of(IThrowableProxy failure) {
      return failure == null ? null : new Printable(failure);
    }

    @Override
    public String getMessage() {
      return line(failure.getMessage());
    }

    @Override
    public String getOverridingMessage() {
      return line(failure.getOverridingMessage());
    }

    private static String line(String text) {
      return text == null ? null : PrintableText.line(text, Integer.MAX_VALUE);
    }

    @Override
    public String getClassName() {
      return failure.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return failure.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
      return of(failure.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      IThrowableProxy[] suppressed = failure.getSuppressed();
      IThrowableProxy[] printable = new IThrowableProxy[suppressed.length];
      for (int i = 0; i < suppressed.length; i++) {
        printable[i] = of(suppressed[i]);
      }
      return printable;
    }

    @Override
    public boolean isCyclic() {
      return failure.isCyclic();
    }
  }
}
