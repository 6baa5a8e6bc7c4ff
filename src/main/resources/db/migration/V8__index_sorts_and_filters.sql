-- One index for each order that a list can have, and for each filter that no such order serves. Built beside running
-- writes; a build that was cut off is begun anew. The expressions are the ones of the class TaskSort: what is null sorts
-- last in both directions, which takes two indexes. The descending order of a priority has one of its own, because its
-- groups are too large to be sorted by id in passing.
DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_title;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_title ON tasks (tenant, (title COLLATE "C"), id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_created_at;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_created_at ON tasks (tenant, created_at, id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_updated_at;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_updated_at ON tasks (tenant, updated_at, id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_completed_at;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_completed_at ON tasks (tenant, (coalesce(completed_at, 'infinity')), id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_completed_at_desc;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_completed_at_desc
    ON tasks (tenant, (coalesce(completed_at, '-infinity')) DESC, id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_due;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_due
    ON tasks (tenant, (coalesce(due_at, cast(due_date AS timestamp) AT TIME ZONE 'UTC', 'infinity')), id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_due_desc;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_due_desc
    ON tasks (tenant, (coalesce(due_at, cast(due_date AS timestamp) AT TIME ZONE 'UTC', '-infinity')) DESC, id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_priority;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_priority ON tasks (tenant, priority, id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_priority_desc;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_priority_desc ON tasks (tenant, priority DESC, id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_is_completed;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_is_completed ON tasks (tenant, is_completed, id);

DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_labels;
CREATE INDEX CONCURRENTLY ix_tasks_labels ON tasks USING gin (labels);
