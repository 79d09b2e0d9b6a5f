package io.connectorroutes.app;

/** Shows a person how far an import is. Closed before anything else is printed. */
interface ImportProgress extends AutoCloseable {
  /** Shows nothing. */
  ImportProgress NONE = state -> {};

  /** It is so far now. */
  void show(ImportState state);

  @Override
  default void close() {}
}
