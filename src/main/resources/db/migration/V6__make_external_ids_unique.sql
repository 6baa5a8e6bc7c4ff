-- An external id names one task of its tenant: the key for upserts.
DROP INDEX CONCURRENTLY IF EXISTS ux_tasks_tenant_external_id;
CREATE UNIQUE INDEX CONCURRENTLY ux_tasks_tenant_external_id ON tasks (tenant, external_id)
    WHERE external_id IS NOT NULL;
