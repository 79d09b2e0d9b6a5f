-- Data keys have numbers, 1 to 127 and then 1 again; what is encrypted begins with that of its key.
-- Whoever writes a payload of a change reads it with the lock of their numbers.
ALTER TABLE numbering ADD COLUMN data_key INTEGER NOT NULL DEFAULT 1;

-- While ledger.key is being changed there are two rows, the second one wrapped by the new key, and
-- in both the data key of before, as payloads under it are left.
ALTER TABLE ledger_key ADD COLUMN former_data_key ${bytes};
