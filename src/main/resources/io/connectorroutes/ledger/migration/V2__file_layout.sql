-- How a job's file is laid out, besides its columns. Null for queues, and for files that were
-- opened before these columns were there.
ALTER TABLE job ADD COLUMN separator TEXT;
ALTER TABLE job ADD COLUMN line_end TEXT;
ALTER TABLE job ADD COLUMN byte_order_mark SMALLINT;
