-- What other writers store must be something that JSON can say. What they leave NULL gets its default, before the triggers
-- that complete their writes look at it; that is why its name comes first. The checks are NOT VALID, so that adding them
-- reads no row; the next migration mends the rows that are there.
SET LOCAL lock_timeout = '1s';

CREATE FUNCTION punchlist_add_missing() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    NEW.is_completed := coalesce(NEW.is_completed, false);
    NEW.tenant := coalesce(NEW.tenant, 'default');
    NEW.priority := coalesce(NEW.priority, 0);
    NEW.labels := coalesce(NEW.labels, '{}');
    NEW.created_at := coalesce(NEW.created_at, now());
    NEW.updated_at := coalesce(NEW.updated_at, NEW.created_at);
    NEW.version := coalesce(NEW.version, OLD.version, 1);
    RETURN NEW;
END
$$;

CREATE TRIGGER punchlist_add_missing
    BEFORE INSERT OR UPDATE ON tasks
    FOR EACH ROW WHEN (NEW.is_completed IS NULL OR NEW.tenant IS NULL OR NEW.priority IS NULL OR NEW.labels IS NULL
        OR NEW.created_at IS NULL OR NEW.updated_at IS NULL OR NEW.version IS NULL)
EXECUTE FUNCTION punchlist_add_missing();

-- A column that a trigger names in its condition keeps its type; those of others must be free to change. What moves the
-- version, as every write of ours does, still costs no call.
DROP TRIGGER punchlist_complete_foreign_update ON tasks;

CREATE OR REPLACE FUNCTION punchlist_complete_foreign_update() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF (OLD.title, OLD.description, OLD.is_completed) IS DISTINCT FROM (NEW.title, NEW.description, NEW.is_completed) THEN
        NEW.version := OLD.version + 1;
        NEW.updated_at := greatest(clock_timestamp(), OLD.updated_at);
        IF NOT NEW.is_completed THEN
            NEW.completed_at := NULL;
        ELSIF NOT OLD.is_completed THEN
            NEW.completed_at := NEW.updated_at;
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER punchlist_complete_foreign_update
    BEFORE UPDATE ON tasks
    FOR EACH ROW WHEN (OLD.version = NEW.version)
EXECUTE FUNCTION punchlist_complete_foreign_update();

ALTER TABLE tasks
    ADD CONSTRAINT ck_tasks_title CHECK (title IS NOT NULL) NOT VALID,
    ADD CONSTRAINT ck_tasks_labels CHECK (CASE WHEN coalesce(array_ndims(labels), 1) = 1
        THEN array_position(labels, NULL) IS NULL ELSE false END) NOT VALID,
    ADD CONSTRAINT ck_tasks_due_at
        CHECK (due_at >= '0001-01-01T00:00:00Z' AND due_at < '10000-01-01T00:00:00Z') NOT VALID,
    ADD CONSTRAINT ck_tasks_due_date CHECK (due_date BETWEEN '0001-01-01' AND '9999-12-31') NOT VALID,
    ADD CONSTRAINT ck_tasks_completed_at
        CHECK (completed_at >= '0001-01-01T00:00:00Z' AND completed_at < '10000-01-01T00:00:00Z') NOT VALID,
    ADD CONSTRAINT ck_tasks_created_at
        CHECK (created_at >= '0001-01-01T00:00:00Z' AND created_at < '10000-01-01T00:00:00Z') NOT VALID,
    ADD CONSTRAINT ck_tasks_updated_at
        CHECK (updated_at >= '0001-01-01T00:00:00Z' AND updated_at < '10000-01-01T00:00:00Z') NOT VALID;

-- A statement that reads calls it instead of reading on, where a task is larger than the service can hold: the texts of other
-- writers can have any length.
CREATE FUNCTION punchlist_refuse_large(task bigint) RETURNS text
    LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'punchlist: the task % is too large', task USING ERRCODE = 'program_limit_exceeded';
END
$$;
