-- What of a rejected row is not to be repeated, and the changeId that broke its rule.
ALTER TABLE change ADD COLUMN refused_fields TEXT;   -- dotted paths, comma separated
ALTER TABLE change ADD COLUMN given_change_id TEXT;  -- printable, at most 128 characters
CREATE INDEX change_by_given_id ON change (given_change_id) WHERE given_change_id IS NOT NULL;
