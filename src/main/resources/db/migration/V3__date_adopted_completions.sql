-- When a task was completed before we knew its table, nobody can tell when: the moment of adoption stands for it. A
-- migration of its own, after the triggers, so that only rows are locked and no completion slips in between.
UPDATE tasks SET completed_at = updated_at WHERE is_completed AND completed_at IS NULL;
