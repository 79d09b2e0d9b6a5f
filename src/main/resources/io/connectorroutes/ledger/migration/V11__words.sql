-- Tables and columns are called by the words of the field.
ALTER TABLE known_id RENAME TO idempotency_key;
ALTER TABLE admission RENAME TO accepted;
ALTER TABLE host RENAME TO circuit_breaker;
ALTER TABLE circuit_breaker RENAME COLUMN probe TO half_open; -- the lease of the one call that tries
ALTER TABLE account RENAME COLUMN served TO last_served;      -- grows with each claim
ALTER TABLE account RENAME COLUMN last_turn TO last_rank;     -- the highest of a change that was sent
ALTER TABLE change RENAME COLUMN turn TO rank;                -- who is served next in an account
ALTER TABLE outcome RENAME COLUMN told TO published;
ALTER TABLE dead_letter RENAME COLUMN told TO published;
DROP INDEX outcome_untold;
CREATE INDEX outcome_unpublished ON outcome (id) WHERE published = 0;
DROP INDEX dead_letter_untold;
CREATE INDEX dead_letter_unpublished ON dead_letter (id) WHERE published = 0;
