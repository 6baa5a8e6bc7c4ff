-- Rows from before the checks. No due date can be said beyond the year 9999 or before the year 1: such a row has none. The
-- other moments get the nearest that can be said. Only rows are locked, and only those, unless triggers of others are
-- there, which would take this for a change of the task: they are off meanwhile, and other writers wait.
DO $do$
DECLARE
    resting  text[] := ARRAY(
        SELECT format('ALTER TABLE tasks DISABLE TRIGGER %I', tgname) FROM pg_trigger
        WHERE tgrelid = 'tasks'::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype & 16 > 0
            AND NOT starts_with(tgname::text, 'punchlist_'));
    resuming text[] := ARRAY(
        SELECT format('ALTER TABLE tasks ENABLE %s TRIGGER %I', CASE tgenabled WHEN 'A' THEN 'ALWAYS' END, tgname)
        FROM pg_trigger
        WHERE tgrelid = 'tasks'::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype & 16 > 0
            AND NOT starts_with(tgname::text, 'punchlist_'));
    command  text;
BEGIN
    IF resting <> '{}' THEN
        PERFORM set_config('lock_timeout', '1s', true);
    END IF;
    FOREACH command IN ARRAY resting LOOP
        EXECUTE command;
    END LOOP;
    UPDATE tasks
    SET is_completed = coalesce(is_completed, false),
        tenant = coalesce(tenant, 'default'),
        priority = coalesce(priority, 0),
        labels = array(SELECT label FROM unnest(labels) AS label WHERE label IS NOT NULL),
        due_at = CASE WHEN due_at >= '0001-01-01T00:00:00Z' AND due_at < '10000-01-01T00:00:00Z' THEN due_at END,
        due_date = CASE WHEN due_date BETWEEN '0001-01-01' AND '9999-12-31' THEN due_date END,
        completed_at = CASE WHEN completed_at IS NOT NULL
            THEN least(greatest(completed_at, '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999999Z') END,
        created_at = least(greatest(coalesce(created_at, updated_at, now()), '0001-01-01T00:00:00Z'),
            '9999-12-31T23:59:59.999999Z'),
        updated_at = least(greatest(coalesce(updated_at, created_at, now()), '0001-01-01T00:00:00Z'),
            '9999-12-31T23:59:59.999999Z'),
        version = coalesce(version, 1)
    WHERE is_completed IS NULL OR tenant IS NULL OR priority IS NULL OR labels IS NULL
        OR created_at IS NULL OR updated_at IS NULL OR version IS NULL
        OR CASE WHEN coalesce(array_ndims(labels), 1) = 1 THEN array_position(labels, NULL) IS NOT NULL ELSE true END
        OR NOT (due_at >= '0001-01-01T00:00:00Z' AND due_at < '10000-01-01T00:00:00Z')
        OR NOT (due_date BETWEEN '0001-01-01' AND '9999-12-31')
        OR NOT (completed_at >= '0001-01-01T00:00:00Z' AND completed_at < '10000-01-01T00:00:00Z')
        OR NOT (created_at >= '0001-01-01T00:00:00Z' AND created_at < '10000-01-01T00:00:00Z')
        OR NOT (updated_at >= '0001-01-01T00:00:00Z' AND updated_at < '10000-01-01T00:00:00Z');
    FOREACH command IN ARRAY resuming LOOP
        EXECUTE command;
    END LOOP;
END
$do$;
