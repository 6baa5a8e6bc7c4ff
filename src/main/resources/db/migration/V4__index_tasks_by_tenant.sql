-- Lists are read in id order within a tenant. Built beside running writes; a build that was cut off is begun anew.
DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_tenant_id;
CREATE INDEX CONCURRENTLY ix_tasks_tenant_id ON tasks (tenant, id);
