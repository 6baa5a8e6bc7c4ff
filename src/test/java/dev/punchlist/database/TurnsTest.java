package dev.punchlist.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.Parallel;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What follows long work does not hold up what was there before it. */
class TurnsTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void stop() {
        Parallel.get(VERTX.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void whatFollowsComesAfterWhatWaitedAlreadyInTheSameContext() {
        List<String> order = new ArrayList<>();
        CompletableFuture<Context> followed = new CompletableFuture<>();
        Context context = VERTX.getOrCreateContext();

        context.runOnContext(turn -> {
            context.runOnContext(other -> order.add("another request"));
            Uni.createFrom()
                    .item(() -> order.add("long work"))
                    .plug(Turns::anew)
                    .invoke(() -> order.add("what follows"))
                    .subscribe()
                    .with(done -> followed.complete(Vertx.currentContext()), followed::completeExceptionally);
        });

        assertThat(Parallel.get(followed)).isEqualTo(context);
        assertThat(order).containsExactly("long work", "another request", "what follows");
    }
}
