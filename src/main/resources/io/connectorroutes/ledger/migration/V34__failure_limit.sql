-- How many rows of a job may be rejected, failed or unknown before it is paused.
ALTER TABLE job ADD COLUMN failure_limit TEXT;                  -- as it was given, for a person
ALTER TABLE job ADD COLUMN most_failures BIGINT;                -- that many rows; null: no limit
ALTER TABLE job ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;  -- counted where there is a limit
