package io.connectorroutes.graph;

import java.io.IOException;

/** A server's answer was longer than what is taken of one. */
final class AnswerTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTooLongException(long most) {
    super("the answer has more than " + most + " bytes");
  }
}
