package dev.punchlist.http.stream;

import dev.punchlist.http.body.RequestHead;
import dev.punchlist.http.body.UnreadBody;
import dev.punchlist.http.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body of a request as a stream that fails where the client is too slow. Only while more is asked for does that count. */
final class PacedBody implements ReadStream<Buffer> {

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Pace pace;
    private final Supplier<ProblemException> tooSlow;
    private final Context loop;

    private long demand;
    private long timer;
    private boolean begun;
    private @Nullable Handler<Throwable> onFailure;

    /**
     * The body of this request.
     *
     * @param loop where the request is worked on
     */
    PacedBody(RoutingContext context, Context loop, Pace pace, Supplier<ProblemException> tooSlow) {
        this.context = context;
        this.request = context.request();
        this.pace = pace;
        this.tooSlow = tooSlow;
        this.loop = loop;
    }

    @Override
    public PacedBody handler(@Nullable Handler<Buffer> handler) {
        request.handler(
                handler == null
                        ? null
                        : piece -> {
                            count(piece.length());
                            handler.handle(piece);
                        });
        return this;
    }

    @Override
    public PacedBody endHandler(@Nullable Handler<Void> handler) {
        request.endHandler(
                handler == null
                        ? null
                        : end -> {
                            UnreadBody.markRead(context);
                            over();
                            handler.handle(null);
                        });
        return this;
    }

    @Override
    public PacedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        request.exceptionHandler(
                handler == null
                        ? null
                        : failure -> {
                            over();
                            handler.handle(failure);
                        });
        return this;
    }

    @Override
    public PacedBody pause() {
        request.pause();
        onItsLoop(() -> ask(-demand));
        return this;
    }

    @Override
    public PacedBody resume() {
        onItsLoop(() -> {
            over();
            ask(Long.MAX_VALUE);
            if (!request.isEnded()) {
                request.resume();
            }
        });
        return this;
    }

    @Override
    public PacedBody fetch(long amount) {
        onItsLoop(() -> {
            if (!begun) {
                begin();
            }
            ask(amount);
            if (!request.isEnded()) {
                request.fetch(amount);
            }
        });
        return this;
    }

    /** Pieces are asked for from where they are worked on; all state here belongs to the event loop of the request. */
    private void onItsLoop(Runnable action) {
        if (Vertx.currentContext() == loop) {
            action.run();
        } else {
            loop.runOnContext(ready -> action.run());
        }
    }

    private void begin() {
        begun = true;
        if (RequestHead.expectsContinue(request)) {
            context.response().writeContinue();
        }
        context.addEndHandler(answered -> over());
        lookAgain();
    }

    private void lookAgain() {
        Duration left = pace.left();
        if (left.compareTo(Duration.ZERO) > 0) {
            timer = context.vertx().setTimer(Math.max(1, left.toMillis()), due -> lookAgain());
        } else if (onFailure != null) {
            onFailure.handle(tooSlow.get());
        }
    }

    private void count(int bytes) {
        pace.sent(bytes);
        ask(-1);
    }

    /** So many pieces more, or less, are asked for. */
    private void ask(long more) {
        demand = more > 0 && demand + more < 0 ? Long.MAX_VALUE : Math.max(0, demand + more);
        if (demand == 0) {
            pace.stop();
        } else {
            pace.start();
        }
    }

    private void over() {
        context.vertx().cancelTimer(timer);
    }
}
