-- What users plan with. The checks are NOT VALID, so that adding them reads no row; the defaults fulfil them anyway.
SET LOCAL lock_timeout = '10s';

ALTER TABLE tasks
    ADD COLUMN due_at      timestamptz,
    ADD COLUMN due_date    date,
    ADD COLUMN priority    integer NOT NULL DEFAULT 0,
    ADD COLUMN labels      text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN external_id text,
    ADD CONSTRAINT ck_tasks_one_due CHECK (due_at IS NULL OR due_date IS NULL) NOT VALID,
    ADD CONSTRAINT ck_tasks_priority CHECK (priority BETWEEN 0 AND 4) NOT VALID;
