package dev.punchlist;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** One class for each way to block an event loop, so that each rule against it can be seen to hold. Nothing calls them. */
final class BlockingDeeds {

    private BlockingDeeds() {}

    static final class KnowsJdbc {
        void block(Connection connection) throws SQLException {
            connection.commit();
        }
    }

    static final class KnowsFiles {
        String block(Path file) throws IOException {
            return Files.readString(file);
        }
    }

    static final class KnowsFileStreams {
        int block(RandomAccessFile file) throws IOException {
            return file.read();
        }
    }

    static final class KnowsSockets {
        int block(Socket socket) throws IOException {
            return socket.getInputStream().read();
        }
    }

    static final class CallsTheResolver {
        InetAddress block(String name) throws UnknownHostException {
            return InetAddress.getByName(name);
        }
    }

    static final class KnowsTheHttpClient {
        HttpClient block() {
            return HttpClient.newHttpClient();
        }
    }

    static final class KnowsProcesses {
        void block(Process process) throws InterruptedException {
            process.waitFor();
        }
    }

    static final class KnowsLocks {
        void block(ReentrantLock lock) throws InterruptedException {
            lock.lockInterruptibly();
        }
    }

    static final class KnowsLatches {
        void block(CountDownLatch latch) throws InterruptedException {
            latch.await();
        }
    }

    static final class KnowsSemaphores {
        void block(Semaphore semaphore) throws InterruptedException {
            semaphore.acquire();
        }
    }

    static final class KnowsQueues {
        String block(BlockingQueue<String> queue) throws InterruptedException {
            return queue.take();
        }
    }

    static final class KnowsThreadPools {
        void block(Executor pool) {
            pool.execute(() -> {});
        }
    }

    static final class KnowsAwait {
        int block(Uni<Integer> uni) {
            return uni.await().indefinitely();
        }
    }

    static final class KnowsTheWorkerPool {
        Uni<Integer> block(Uni<Integer> uni) {
            return uni.emitOn(Infrastructure.getDefaultWorkerPool());
        }
    }

    @Blocking
    static final class KnowsBlocking {}

    @RunOnVirtualThread
    static final class KnowsVirtualThreads {}

    @Transactional
    static final class KnowsTransactional {}

    static final class CallsSleep {
        void block() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class CallsThreadJoin {
        void block(Thread thread) throws InterruptedException {
            thread.join();
        }
    }

    static final class CallsWait {
        synchronized void block() throws InterruptedException {
            while (hashCode() == 0) {
                wait();
            }
        }
    }

    static final class CallsPark {
        void block() {
            LockSupport.parkNanos(1);
        }
    }

    static final class CallsFutureGet {
        String block(Future<String> future) throws InterruptedException, ExecutionException {
            return future.get();
        }
    }

    static final class CallsJoin {
        String block(CompletableFuture<String> future) {
            return future.join();
        }
    }

    static final class CallsAsStream {
        List<Integer> block(Multi<Integer> multi) {
            return multi.subscribe().asStream().toList();
        }
    }

    static final class CallsExecuteBlocking {
        boolean block(Vertx vertx) {
            return vertx.executeBlocking(() -> 1).isComplete();
        }
    }

    static final class AnswersAtOnce {
        @GET
        String block() {
            return "";
        }
    }
}
