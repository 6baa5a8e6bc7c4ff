-- Locks a task, then completes it: each client goes through ids of its own, so that every update is a change.
\set n :n + 1
\set id :first + :n * :clients + :client_id
BEGIN;
SELECT id, title, description, is_completed, completed_at, due_at, due_date, priority, labels, external_id,
    created_at, updated_at, version
FROM tasks WHERE tenant = :tenant AND id = :id FOR NO KEY UPDATE;
UPDATE tasks SET completed_at = now(), is_completed = true, updated_at = now(), version = 2
WHERE id = :id AND version = 1;
COMMIT;
