-- Another writer's title can be longer than an entry of an index may be. A list in the order of the titles goes by their
-- beginning, which is all of a title that came through the API. A build that was cut off is begun anew.
DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_title_beginning;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_title_beginning ON tasks (tenant, (left(title, 500) COLLATE "C"), id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_title;
