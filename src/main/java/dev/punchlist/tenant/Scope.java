package dev.punchlist.tenant;

import dev.punchlist.database.query.QueryText;

/**
 * The condition of a query. It always begins with the tenant, and there is no other way to make one.
 *
 * @param condition what the rows fulfil
 */
public record Scope(QueryText condition) {

    /** All rows of this tenant. */
    public static Scope of(Tenant tenant) {
        return new Scope(QueryText.of("tenant = ?", tenant.id()));
    }

    /** Those of the rows that also fulfil this. */
    public Scope and(String further, Object... values) {
        return and(QueryText.of(further, values));
    }

    /** Those of the rows that also fulfil this. */
    public Scope and(QueryText further) {
        return new Scope(condition.then(" and ").then(further));
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
