-- The indexes of lists and filters, as the migrations up to 8 make them; the one of the titles comes later for all. Built
-- beside running writes; a build that was cut off is begun anew.
DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_id;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_id ON tasks (tenant, id);

DROP INDEX CONCURRENTLY IF EXISTS ux_tasks_tenant_external_id;
CREATE UNIQUE INDEX CONCURRENTLY ux_tasks_tenant_external_id ON tasks (tenant, external_id)
    WHERE external_id IS NOT NULL;

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
