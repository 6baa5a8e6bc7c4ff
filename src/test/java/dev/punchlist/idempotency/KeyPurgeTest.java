package dev.punchlist.idempotency;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeyPurgeTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Inject
    KeyPurge purge;

    private final TestDatabase database = TestDatabase.ofTheService();

    @Test
    void whatIsExpiredGoesAndTheRestStays() {
        String expired = createWithKey();
        String fresh = createWithKey();
        expire(expired);

        purge.purge().await().atMost(LONGEST);

        assertThat(count("key = '" + expired + "'")).isZero();
        assertThat(count("key = '" + fresh + "'")).isEqualTo(1);
    }

    @Test
    void moreThanOneBatchGoes() {
        database.execute("""
                insert into idempotency_keys
                select 'default', 'batch-' || n, '', 201, '{}', '', now() - interval '2 days'
                from generate_series(1, 1300) as n""");

        purge.purge().await().atMost(LONGEST);

        assertThat(count("key like 'batch-%'")).isZero();
    }

    @Test
    void whileAnotherReplicaPurgesNothingIsDone() throws SQLException {
        String expired = createWithKey();
        expire(expired);
        try (Connection replica = database.connect();
                Statement statement = replica.createStatement()) {
            replica.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtextextended('purge of idempotency keys', 0))");

            purge.purge().await().atMost(LONGEST);

            assertThat(count("key = '" + expired + "'")).isEqualTo(1);
            replica.rollback();
        }
        purge.purge().await().atMost(LONGEST);
        assertThat(count("key = '" + expired + "'")).isZero();
    }

    private static String createWithKey() {
        String key = UUID.randomUUID().toString();
        given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"title\":\"kept for a while\"}")
                .post("/tasks")
                .then()
                .statusCode(201);
        return key;
    }

    private void expire(String key) {
        database.execute(
                "update idempotency_keys set created_at = now() - interval '25 hours' where key = '" + key + "'");
    }

    private long count(String condition) {
        return Long.parseLong(database.value("select count(*) from idempotency_keys where " + condition));
    }
}
