-- One of a hundred pages in the last tenth of the table.
\set id :tasks * 9 / 10 + random(0, 99) * (:tasks / 1000)
SELECT id, title, description, is_completed, completed_at, due_at, due_date, priority, labels, external_id,
    created_at, updated_at, version
FROM tasks WHERE tenant = :tenant AND id > :id ORDER BY id LIMIT 11;
