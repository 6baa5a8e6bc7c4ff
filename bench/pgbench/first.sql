-- The first page: ten tasks, and one more that tells whether there is a next page.
SELECT id, title, description, is_completed, completed_at, due_at, due_date, priority, labels, external_id,
    created_at, updated_at, version
FROM tasks WHERE tenant = :tenant ORDER BY id LIMIT 11;
