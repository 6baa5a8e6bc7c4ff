-- When a task was completed before we knew its table, nobody can tell when: the moment of adoption stands for it. After the
-- triggers, so that only rows are locked and no completion slips in between.
UPDATE tasks SET completed_at = coalesce(updated_at, now()) WHERE is_completed AND completed_at IS NULL;
