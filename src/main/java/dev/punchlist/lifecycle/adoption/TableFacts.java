package dev.punchlist.lifecycle.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the catalogue of the database says about the table of tasks.
 *
 * @param name with its schema, as SQL has it
 * @param kind of relation, in the letters of {@code pg_class.relkind}
 * @param owned whether our role may change it
 * @param creating whether our role may create tables beside it
 * @param hiding whether row-level security hides rows from our role
 * @param divided whether it has parts, or is one
 * @param ruled whether it has rewrite rules
 * @param keyed whether the id alone tells its rows apart
 * @param columns all of them
 * @param keysTable the columns of a table that is called like ours for first answers; empty if there is none
 */
record TableFacts(
        String name,
        String kind,
        boolean owned,
        boolean creating,
        boolean hiding,
        boolean divided,
        boolean ruled,
        boolean keyed,
        List<Column> columns,
        Set<String> keysTable) {

    /**
     * A column.
     *
     * @param name as it is, in upper or lower case
     * @param type without its length; of a domain over texts, the type beneath
     * @param required whether it cannot be null
     * @param defaulted whether a row gets a value that names none
     * @param generated whether it cannot be written
     * @param loose whether different texts can be equal in it
     */
    record Column(String name, String type, boolean required, boolean defaulted, boolean generated, boolean loose) {}

    private static final String TABLE = """
            select format('%I.%I', n.nspname, c.relname), c.relkind, pg_has_role(c.relowner, 'USAGE'),
                has_schema_privilege(n.oid, 'CREATE'), row_security_active(c.oid),
                c.relispartition or exists (select from pg_inherits i where c.oid in (i.inhrelid, i.inhparent)),
                exists (select from pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN'),
                exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attname = 'id'
                    where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null
                        and i.indnkeyatts = 1 and i.indkey[0] = a.attnum)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname = 'tasks' and c.relkind in ('r', 'p', 'v', 'm', 'f')""";

    private static final String COLUMNS = """
            select a.attname, case when b.oid in ('text'::regtype, 'varchar'::regtype) then format_type(b.oid, null)
                    else format_type(t.oid, null) end,
                a.attnotnull or t.typnotnull, a.atthasdef or a.attidentity <> '',
                a.attgenerated <> '' or a.attidentity = 'a' and a.attname <> 'id',
                exists (select from pg_collation l where l.oid = a.attcollation and not l.collisdeterministic)
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = t.typbasetype
            where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0
                and not a.attisdropped
            order by a.attnum""";

    /** Copies its lists. */
    TableFacts {
        columns = List.copyOf(columns);
        keysTable = Set.copyOf(keysTable);
    }

    /** The facts about the table in this schema; empty if it has none. */
    static Optional<TableFacts> read(Connection connection, String schema) throws SQLException {
        List<Column> columns = columns(connection, schema, "tasks");
        Set<String> keysTable = new TreeSet<>();
        columns(connection, schema, "idempotency_keys").forEach(column -> keysTable.add(column.name()));
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(facts(row, columns, keysTable)) : Optional.empty();
            }
        }
    }

    private static TableFacts facts(ResultSet row, List<Column> columns, Set<String> keysTable) throws SQLException {
        return new TableFacts(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                columns,
                keysTable);
    }

    private static List<Column> columns(Connection connection, String schema, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            List<Column> columns = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(new Column(
                            row.getString(1),
                            row.getString(2),
                            row.getBoolean(3),
                            row.getBoolean(4),
                            row.getBoolean(5),
                            row.getBoolean(6)));
                }
            }
            return columns;
        }
    }

    /** The column with this name, if there is one. */
    Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }
}
