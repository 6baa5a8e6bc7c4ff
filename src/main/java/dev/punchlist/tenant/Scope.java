package dev.punchlist.tenant;

import java.util.HashMap;
import java.util.Map;

/**
 * The condition of a query. It always begins with the tenant, and there is no other way to make one.
 *
 * @param hql the condition
 * @param parameters its named parameters
 */
public record Scope(String hql, Map<String, Object> parameters) {

    /** Keeps its parameters from change. */
    public Scope {
        parameters = Map.copyOf(parameters);
    }

    /** All rows of this tenant. */
    public static Scope of(Tenant tenant) {
        return new Scope("tenant = :tenant", Map.of("tenant", tenant.id()));
    }

    /** Those of the rows that also fulfil this condition, which has one parameter. */
    public Scope and(String condition, String parameter, Object value) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(parameter, value);
        return new Scope(hql + " and " + condition, all);
    }
}
