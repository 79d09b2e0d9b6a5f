-- A dead letter that a person is done with without a replay: when, who, and why. It is not open.
ALTER TABLE dead_letter ADD COLUMN discarded_at BIGINT;
ALTER TABLE dead_letter ADD COLUMN discarded_by TEXT;
ALTER TABLE dead_letter ADD COLUMN discard_reason TEXT;
