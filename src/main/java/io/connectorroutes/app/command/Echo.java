package io.connectorroutes.app.command;

/** Whether a terminal shows what is typed. */
public interface Echo {
  /** No terminal. */
  Echo NONE =
      new Echo() {
        @Override
        public boolean off() {
          return false;
        }

        @Override
        public void on() {}
      };

  /** Shows it no more; false where standard input is no terminal, or nothing can be done. */
  boolean off();

  /** Shows it again. */
  void on();
}
