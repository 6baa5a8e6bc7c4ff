package dev.punchlist.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.PunchlistConfig.Schema.Migrate;
import dev.punchlist.support.TestDatabase;
import dev.punchlist.support.TestPostgres;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A migration that is killed between any two of its statements is gone on with, and comes to what it would have come to. Of
 * the many statements some are tried; which ones changes from day to day.
 */
class CutOffMigrationIT {

    private static final int STEP = 5;

    private static final java.util.logging.Logger FLYWAY = java.util.logging.Logger.getLogger("org.flywaydb");

    private static final String ORIGIN = """
            create table tasks (id serial primary key, title varchar(50) not null, description varchar(255),
                is_completed boolean);
            insert into tasks (title, is_completed) values ('one', null), ('two', true)""";

    /** It tells of every connection that is gone. */
    @BeforeAll
    static void silence() {
        FLYWAY.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        FLYWAY.setLevel(null);
    }

    @Test
    void aSchemaOfOurOwnIsGoneOnWith() {
        cutOffEverywhere("select 1", "ours_cut", "ours_whole");
    }

    @Test
    void anAdoptionIsGoneOnWith() {
        cutOffEverywhere(ORIGIN, "adoption_cut", "adoption_whole");
    }

    private static void cutOffEverywhere(String before, String cut, String whole) {
        TestDatabase reference = TestPostgres.shared().createDatabase(whole);
        reference.execute(before);
        InProcess.migrate(reference);
        int statements = (int) (LocalDate.now(ZoneOffset.UTC).toEpochDay() % STEP);
        while (true) {
            TestDatabase database = TestPostgres.shared().createDatabase(cut);
            database.execute(before);
            Killer killer = new Killer(InProcess.dataSource(database, "postgres"), statements);
            try {
                InProcess.run(killer.dataSource(), Migrate.AT_START);
            } catch (StartupFailure e) {
                assertThat(killer.hasKilled).as(e.getMessage()).isTrue();
            }
            if (!killer.hasKilled) {
                break;
            }
            InProcess.migrate(database);
            assertThat(tables(database)).isEqualTo(tables(reference));
            assertThat(database.value("select count(*) from pg_index where not indisvalid"))
                    .isEqualTo("0");
            statements += STEP;
        }
        assertThat(statements).isGreaterThan(20);
    }

    /** A schema of our own that was cut off may be finished as an adoption is, which leaves a history of its own. */
    private static List<List<String>> tables(TestDatabase database) {
        return InProcess.catalogue(database).stream()
                .filter(row -> !row.get(1).startsWith("punchlist_adoption"))
                .toList();
    }

    /** Lets so many changing statements through, and with the next kills every connection, as the end of a process does. */
    private static final class Killer {

        private final DataSource target;
        private final List<Connection> connections = new ArrayList<>();

        private int left;
        private boolean hasKilled;

        Killer(DataSource target, int statements) {
            this.target = target;
            this.left = statements;
        }

        DataSource dataSource() {
            return proxy(DataSource.class, (proxy, method, arguments) -> {
                if (hasKilled) {
                    throw new SQLException("The process is gone", "08006");
                }
                @Nullable Object result = call(target, method, arguments);
                if (result instanceof Connection connection) {
                    connections.add(connection);
                    return proxy(Connection.class, (self, called, values) -> {
                        @Nullable Object value = call(connection, called, values);
                        return value instanceof Statement statement
                                ? counted(statement, called.getReturnType())
                                : value;
                    });
                }
                return result;
            });
        }

        private Object counted(Statement statement, Class<?> type) {
            return proxy(type, (self, called, values) -> {
                if (called.getName().equals("execute") && values != null && changes(String.valueOf(values[0]))) {
                    count();
                }
                return call(statement, called, values);
            });
        }

        private static boolean changes(String sql) {
            return !sql.strip().toLowerCase(Locale.ROOT).matches("(?s)(select|set|show|reset)\\b.*");
        }

        private void count() throws SQLException {
            if (left-- == 0) {
                hasKilled = true;
                for (Connection connection : connections) {
                    connection.abort(Runnable::run);
                }
            }
        }

        private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
                throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @SuppressWarnings("unchecked")
        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return (T) Proxy.newProxyInstance(CutOffMigrationIT.class.getClassLoader(), new Class<?>[] {type}, handler);
        }
    }
}
