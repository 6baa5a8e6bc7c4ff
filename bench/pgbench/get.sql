-- One task, any of them.
\set id random(1, :tasks)
SELECT id, title, description, is_completed, completed_at, due_at, due_date, priority, labels, external_id,
    created_at, updated_at, version
FROM tasks WHERE tenant = :tenant AND id = :id;
