-- How often in a row the secrets of a change could not be had when it was to be sent.
ALTER TABLE change ADD COLUMN secret_failures INTEGER NOT NULL DEFAULT 0;
