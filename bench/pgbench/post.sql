-- A new task, in a transaction of its own.
INSERT INTO tasks (completed_at, created_at, description, due_at, due_date, external_id, is_completed, labels, priority,
    tenant, title, updated_at, version)
VALUES (NULL, now(), 'The kitchen tap drips again', NULL, NULL, NULL, false, '{}', 0,
    :tenant, 'Call the plumber', now(), 1)
RETURNING id;
