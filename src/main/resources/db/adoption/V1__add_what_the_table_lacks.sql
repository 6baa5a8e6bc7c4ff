-- Brings a table of tasks that another service made to where the migrations up to 8 bring our own, and changes nothing that
-- a view, a trigger or a policy of theirs could depend on: no column gets another type. Adding a column with a constant
-- default rewrites nothing, so the table is locked for an instant only. What is there already, because of a migration
-- that was cut off or because theirs is just like ours, stays.
SET LOCAL lock_timeout = '1s';

ALTER TABLE tasks
    ADD COLUMN IF NOT EXISTS tenant       text        NOT NULL DEFAULT 'default',
    ADD COLUMN IF NOT EXISTS completed_at timestamptz,
    ADD COLUMN IF NOT EXISTS created_at   timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN IF NOT EXISTS updated_at   timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN IF NOT EXISTS version      bigint      NOT NULL DEFAULT 1,
    ADD COLUMN IF NOT EXISTS due_at       timestamptz,
    ADD COLUMN IF NOT EXISTS due_date     date,
    ADD COLUMN IF NOT EXISTS priority     integer     NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS labels       text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN IF NOT EXISTS external_id  text;

-- A default of theirs is what their writers count on.
DO $do$
DECLARE
    lacking record;
BEGIN
    FOR lacking IN
        SELECT wanted.name, wanted.value
        FROM (VALUES ('is_completed', 'false'), ('tenant', quote_literal('default')), ('created_at', 'now()'),
            ('updated_at', 'now()'), ('version', '1'), ('priority', '0'), ('labels', quote_literal('{}'))) AS wanted (name, value)
        JOIN pg_attribute a ON a.attrelid = 'tasks'::regclass AND a.attname = wanted.name
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE NOT a.atthasdef AND a.attidentity = '' AND t.typdefault IS NULL
    LOOP
        EXECUTE format('ALTER TABLE tasks ALTER COLUMN %I SET DEFAULT %s', lacking.name, lacking.value);
    END LOOP;
END
$do$;

ALTER TABLE tasks
    DROP CONSTRAINT IF EXISTS ck_tasks_one_due,
    DROP CONSTRAINT IF EXISTS ck_tasks_priority,
    ADD CONSTRAINT ck_tasks_one_due CHECK (due_at IS NULL OR due_date IS NULL) NOT VALID,
    ADD CONSTRAINT ck_tasks_priority CHECK (priority BETWEEN 0 AND 4) NOT VALID;

CREATE OR REPLACE FUNCTION punchlist_complete_foreign_insert() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    NEW.completed_at := NEW.created_at;
    RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION punchlist_complete_foreign_update() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := greatest(clock_timestamp(), OLD.updated_at);
    IF NOT NEW.is_completed THEN
        NEW.completed_at := NULL;
    ELSIF NOT OLD.is_completed THEN
        NEW.completed_at := NEW.updated_at;
    END IF;
    RETURN NEW;
END
$$;

DROP TRIGGER IF EXISTS punchlist_complete_foreign_insert ON tasks;
CREATE TRIGGER punchlist_complete_foreign_insert
    BEFORE INSERT ON tasks
    FOR EACH ROW WHEN (NEW.is_completed AND NEW.completed_at IS NULL)
EXECUTE FUNCTION punchlist_complete_foreign_insert();

DROP TRIGGER IF EXISTS punchlist_complete_foreign_update ON tasks;
CREATE TRIGGER punchlist_complete_foreign_update
    BEFORE UPDATE ON tasks
    FOR EACH ROW WHEN (OLD.version = NEW.version
        AND (OLD.title, OLD.description, OLD.is_completed)
            IS DISTINCT FROM (NEW.title, NEW.description, NEW.is_completed))
EXECUTE FUNCTION punchlist_complete_foreign_update();

CREATE TABLE IF NOT EXISTS idempotency_keys (
    tenant      text        NOT NULL,
    key         text        NOT NULL,
    fingerprint text        NOT NULL,
    status      integer     NOT NULL,
    headers     text        NOT NULL,
    body        text        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, key)
);

CREATE INDEX IF NOT EXISTS ix_idempotency_keys_created_at ON idempotency_keys (created_at);
