-- What a person, or job.max-deletes, wants of a job. Its changes follow in steps, so that no
-- transaction is long; whoever claims one looks here all the same.
ALTER TABLE job ADD COLUMN paused SMALLINT NOT NULL DEFAULT 0;     -- 1: nothing of it is sent
ALTER TABLE job ADD COLUMN pause_reason TEXT;                      -- for a person
ALTER TABLE job ADD COLUMN cancelled_to BIGINT;                    -- up to that number they are withdrawn
ALTER TABLE job ADD COLUMN cancelling SMALLINT NOT NULL DEFAULT 0; -- 1: replays that wait are as well
ALTER TABLE job ADD COLUMN stepped_to BIGINT;                      -- up to that number they follow; null: all do
CREATE INDEX job_stepping ON job (stepped_to) WHERE stepped_to IS NOT NULL;

-- A change may be paused as well: its job is, and nothing else keeps it from being sent.
CREATE INDEX change_paused ON change (account_id) WHERE state = 'paused';
