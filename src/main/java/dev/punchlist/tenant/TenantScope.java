package dev.punchlist.tenant;

import dev.punchlist.database.query.SqlFragment;

/**
 * The condition of a query. It always begins with the tenant: there is no other way to make one.
 *
 * @param condition what the rows fulfil
 */
public record TenantScope(SqlFragment condition) {

    /** All rows of this tenant. */
    public static TenantScope of(Tenant tenant) {
        return new TenantScope(SqlFragment.of("tenant = ?", tenant.id()));
    }

    /** Those of the rows that also fulfil this condition, which has a {@code ?} for each value. */
    public TenantScope and(String further, Object... values) {
        return and(SqlFragment.of(further, values));
    }

    /** Those of the rows that also fulfil this condition. */
    public TenantScope and(SqlFragment further) {
        return new TenantScope(condition.then(" and ").then(further));
    }

    /** The condition as HQL takes it. */
    public String hql() {
        return condition.numbered('?');
    }

    /** The values of the condition, in order. */
    public Object[] values() {
        return condition.values().toArray();
    }
}
