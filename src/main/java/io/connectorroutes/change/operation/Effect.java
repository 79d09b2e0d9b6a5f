package io.connectorroutes.change.operation;

/** What an operation does to the object of its target. */
public enum Effect {
  /** A new object; a second request makes a second one. */
  CREATE,
  /** New values for an object that is there, a new name among them. */
  UPDATE,
  /** {@link #UPDATE} of the object that has the name, {@link #CREATE} where nobody has it. */
  UPSERT,
  /** The object is gone. */
  DELETE,
  /** Something is added to the object; a second request may add it twice. */
  APPEND,
  /** The object that is referred to is put into the target, in place of the one before. */
  LINK,
  /** Nothing is in the target any more. */
  UNLINK
}
