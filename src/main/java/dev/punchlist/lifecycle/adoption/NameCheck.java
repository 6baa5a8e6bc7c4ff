package dev.punchlist.lifecycle.adoption;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks for objects that have a name we are about to use, so that nothing of another owner is replaced. */
final class NameCheck {

    private static final List<String> NAMES = List.of(
            "idempotency_keys",
            "import_chunks",
            "ix_idempotency_keys_created_at",
            "ix_tasks_tenant_id",
            "ux_tasks_tenant_external_id",
            "ix_tasks_tenant_title_beginning",
            "ix_tasks_tenant_title",
            "ix_tasks_tenant_created_at",
            "ix_tasks_tenant_updated_at",
            "ix_tasks_tenant_completed_at",
            "ix_tasks_tenant_completed_at_desc",
            "ix_tasks_tenant_due",
            "ix_tasks_tenant_due_desc",
            "ix_tasks_tenant_priority",
            "ix_tasks_tenant_priority_desc",
            "ix_tasks_tenant_is_completed",
            "ix_tasks_labels",
            "ix_tasks_folded_substrings",
            "ix_tasks_substrings",
            "ck_tasks_one_due",
            "ck_tasks_priority",
            "ck_tasks_title",
            "ck_tasks_labels",
            "ck_tasks_due_at",
            "ck_tasks_due_date",
            "ck_tasks_completed_at",
            "ck_tasks_created_at",
            "ck_tasks_updated_at",
            "punchlist_complete_foreign_insert",
            "punchlist_complete_foreign_update",
            "punchlist_add_missing",
            "punchlist_refuse_large",
            "punchlist_fold");

    private static final String TAKEN = """
            with wanted as (select t.oid, t.relnamespace, name from pg_class t, unnest(cast(? as text[])) as name
                where t.oid = cast(? as regclass))
            select 'relation', c.relname from wanted w join pg_class c on c.relnamespace = w.relnamespace and c.relname = w.name
            union all
            select 'constraint', c.conname from wanted w join pg_constraint c on c.conrelid = w.oid and c.conname = w.name
            where c.conindid = 0
            union all
            select 'trigger', t.tgname from wanted w join pg_trigger t on t.tgrelid = w.oid and t.tgname = w.name
            union all
            select 'function', p.proname from wanted w join pg_proc p on p.pronamespace = w.relnamespace and p.proname = w.name
            order by 1, 2""";

    private NameCheck() {}

    /** What is in the way, for a table that nothing was done to so far. */
    static List<String> obstacles(Connection connection, TableFacts facts) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        Array names = connection.createArrayOf("text", NAMES.toArray());
        try (PreparedStatement statement = connection.prepareStatement(TAKEN)) {
            statement.setArray(1, names);
            statement.setString(2, facts.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    obstacles.add("the %s \"%s\" at %s has the name of one of ours; rename it"
                            .formatted(row.getString(1), row.getString(2), facts.name()));
                }
            }
        } finally {
            names.free();
        }
        return obstacles;
    }
}
