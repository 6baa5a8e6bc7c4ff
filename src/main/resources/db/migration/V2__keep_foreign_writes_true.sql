-- Writers that know only the origin's four columns must not leave completed_at, updated_at and version behind. Our own
-- writes set all three, which is how the triggers tell them apart: a change of ours always moves the version.
SET LOCAL lock_timeout = '10s';

CREATE FUNCTION punchlist_complete_foreign_insert() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    NEW.completed_at := NEW.created_at;
    RETURN NEW;
END
$$;

CREATE FUNCTION punchlist_complete_foreign_update() RETURNS trigger
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

CREATE TRIGGER punchlist_complete_foreign_insert
    BEFORE INSERT ON tasks
    FOR EACH ROW WHEN (NEW.is_completed AND NEW.completed_at IS NULL)
EXECUTE FUNCTION punchlist_complete_foreign_insert();

CREATE TRIGGER punchlist_complete_foreign_update
    BEFORE UPDATE ON tasks
    FOR EACH ROW WHEN (OLD.version = NEW.version
        AND (OLD.title, OLD.description, OLD.is_completed)
            IS DISTINCT FROM (NEW.title, NEW.description, NEW.is_completed))
EXECUTE FUNCTION punchlist_complete_foreign_update();
