-- When a replay put a change back last: what was read of the tenant before that is not believed for it.
-- Null where it was never replayed; of replays of an earlier version, too.
ALTER TABLE change ADD COLUMN put_back_at BIGINT;
