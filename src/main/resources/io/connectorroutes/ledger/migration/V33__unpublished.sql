-- What a worker cannot publish, a line each, for a person; null where it can publish all.
ALTER TABLE worker ADD COLUMN unpublished TEXT;
