package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The guard over the event loops notices what it is there for. Each block here lasts until it does. */
@QuarkusTest
@WithTestResource(value = PostgresResource.class, scope = TestResourceScope.GLOBAL)
class EventLoopGuardTest {

    @Inject
    Vertx vertx;

    /** Something that a careless resource method might do. */
    private interface Deed {
        void happen() throws InterruptedException;
    }

    private CompletableFuture<Void> onAnEventLoop(Deed deed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(start -> {
            try {
                deed.happen();
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static List<String> awaitBlocks() {
        List<String> blocks = new ArrayList<>();
        Await.until("the guard notices", () -> blocks.addAll(EventLoopGuard.blocks()));
        return blocks;
    }

    @Test
    void sleepIsNoticedAndTheStackNamed() {
        AtomicBoolean noticed = new AtomicBoolean();
        CompletableFuture<Void> done = onAnEventLoop(() -> {
            while (!noticed.get()) {
                Thread.sleep(500);
            }
        });

        List<String> blocks = awaitBlocks();
        noticed.set(true);
        Parallel.get(done);
        EventLoopGuard.blocks();

        assertThat(blocks).allSatisfy(block -> assertThat(block)
                .startsWith("vert.x-eventloop-thread")
                .contains("java.lang.Thread.sleep")
                .contains(EventLoopGuardTest.class.getName()));
        assertThatThrownBy(() -> EventLoopGuard.requireNone(blocks))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("an event loop must never wait")
                .hasMessageContaining("java.lang.Thread.sleep");
    }

    @Test
    void aWaitForAnotherThreadIsNoticed() {
        CountDownLatch noticed = new CountDownLatch(1);
        CompletableFuture<Void> done = onAnEventLoop(noticed::await);

        List<String> blocks = awaitBlocks();
        noticed.countDown();
        Parallel.get(done);

        assertThat(blocks).singleElement().asString().contains("java.util.concurrent.CountDownLatch.await");
    }

    @Test
    void aWaitForAMonitorIsNoticed() {
        Object monitor = new Object();
        CompletableFuture<Void> done;
        List<String> blocks;
        synchronized (monitor) {
            done = onAnEventLoop(() -> {
                synchronized (monitor) {
                    assertThat(Thread.holdsLock(monitor)).isTrue();
                }
            });
            blocks = awaitBlocks();
        }
        Parallel.get(done);

        assertThat(blocks).singleElement().asString().contains("BLOCKED");
    }

    @Test
    void blockingDatabaseAccessIsNoticed() throws SQLException {
        TestDatabase database = TestDatabase.ofTheService();
        CompletableFuture<Void> done;
        List<String> blocks;
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("select pg_advisory_lock(7007)");
            done = onAnEventLoop(() -> database.execute("select pg_advisory_lock(7007)"));
            blocks = awaitBlocks();
        }
        Parallel.get(done);

        assertThat(blocks).singleElement().asString().contains("org.postgresql");
    }

    @Test
    void manyShortWaitsAndMuchComputingAreNoBlock() {
        CompletableFuture<Void> done = onAnEventLoop(() -> {
            for (int round = 0; round < 50; round++) {
                LockSupport.parkNanos(1_000_000);
                long end = System.nanoTime() + 4_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        });
        Parallel.get(done);

        assertThat(EventLoopGuard.blocks()).isEmpty();
    }

    @Test
    void theGuardIsOnForEveryTestOfTheService() {
        assertThat(ServiceLoader.load(QuarkusTestAfterEachCallback.class))
                .hasAtLeastOneElementOfType(EventLoopGuard.class);
    }
}
