-- A change finds its dead letters, however many there are.
CREATE INDEX dead_letter_of_change ON dead_letter (seq);

-- Changes whose time comes at the same moment are read in order of acceptance, not sorted each time.
DROP INDEX change_later;
CREATE INDEX change_later ON change (due_at, seq) WHERE state = 'recorded' AND due_at IS NOT NULL;
