-- Files that are being recorded, however many jobs came after them.
CREATE INDEX job_recording ON job (id) WHERE state = 'recording';
