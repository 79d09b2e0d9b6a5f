-- The trace that a message is part of, as W3C's traceparent; null where tracing is off.
ALTER TABLE change ADD COLUMN traceparent TEXT;
