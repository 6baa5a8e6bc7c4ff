package dev.punchlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address of a database may hold; what it holds besides is refused, and never repeated. */
class DatabaseUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db/tasks",
                "postgresql://db:5432/tasks",
                "postgresql://127.0.0.1:1/tasks",
                "postgresql://[::1]:5432/tasks",
                "postgresql://my_db.internal:5432/my-tasks_1",
                "postgresql://db/caf%C3%A9",
                "postgresql://a:5432,b:5433,c/tasks",
                "postgresql://db/tasks?sslmode=disable",
                "postgresql://db/tasks?sslmode=verify-full",
                "postgresql://a,b/tasks?sslmode=require"
            })
    void anAddressThatTheClientTakes(String url) {
        assertThat(new DatabaseUrl(url)).hasToString(url);
        assertThat(DatabaseUrl.perHost(url)).isNotEmpty().allSatisfy(PgConnectOptions::fromUri);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://db/tasks?password=s3cret|password",
                "postgresql://db/tasks?user=s3cret|user",
                "postgresql://db/tasks?sslmode=require&password=s3cret|password",
                "postgresql://db/tasks?PASSWORD=s3cret|PASSWORD",
                "postgresql://db/tasks?foo=s3cret|foo",
                "postgresql://db/tasks?sslmode=s3cret|sslmode",
                "postgresql://db/tasks?sslmode=|sslmode",
                "postgresql://db/tasks?sslmode=require&sslmode=disable|sslmode",
                "postgresql://db/tasks?sslrootcert=s3cret|sslrootcert",
                "postgresql://db/tasks?search_path=s3cret|search_path",
                "postgresql://db/tasks?|name=value",
                "postgresql://db/tasks?sslmode=require&|name=value",
                "postgresql://db/tasks?s3cret|name=value",
                "postgresql://db/tasks?=s3cret|name=value",
                "postgresql://db/tasks?%70assword=s3cret|name=value",
                "postgresql://u:s3cret@db/tasks|must not hold a user or password",
                "postgresql://u:s3cret/tasks|postgresql://host:5432/database",
                "postgresql://u:pa?s3cret@db/tasks|must not hold a user or password",
                "postgresql://db/tasks#s3cret|postgresql://host:5432/database",
                "postgresql://db/tasks?sslmode=require#s3cret|sslmode",
                "postgresql://db/tasks/s3cret|postgresql://host:5432/database",
                "postgresql://db/%zz|postgresql://host:5432/database",
                "postgresql://db:99999/tasks|port from 1 to 65535",
                "postgresql://db:0/tasks|port from 1 to 65535",
                "postgresql://db|names no database",
                "postgresql://db/|names no database",
                "jdbc:postgresql://db/tasks|postgresql://host:5432/database",
                "s3cret|postgresql://host:5432/database"
            })
    void anAddressThatHoldsMoreIsRefusedByWordsThatDoNotRepeatIt(String url, String words) {
        assertThatThrownBy(() -> new DatabaseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasNoCause()
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain("s3cret"));
    }

    @Test
    void aLongAddressIsRefusedLikeAnyOther() {
        assertThatThrownBy(() -> new DatabaseUrl("postgresql://db/" + "a".repeat(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
