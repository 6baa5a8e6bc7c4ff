-- When a task was completed before we knew its table, nobody can tell when: the moment of adoption stands for it. After our
-- triggers, so that no completion slips in between. Only rows are locked, unless triggers of theirs are there, which would
-- take this for a change of the task: they are off meanwhile, and other writers wait.
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
    UPDATE tasks SET completed_at = coalesce(updated_at, now()) WHERE is_completed AND completed_at IS NULL;
    FOREACH command IN ARRAY resuming LOOP
        EXECUTE command;
    END LOOP;
END
$do$;
