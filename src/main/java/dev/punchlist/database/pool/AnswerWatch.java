package dev.punchlist.database.pool;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.database.failure.UnsentException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.impl.command.CommandResponse;
import io.vertx.sqlclient.impl.command.PrepareStatementCommand;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection, from between its protocol and its client. A server that owes an answer and is silent for too long
 * is given up, and the connection is cut; one that owes nothing may be silent for ever. What was certainly not done when the
 * connection was lost fails with an {@link UnsentException}.
 *
 * <p>It depends on internals of the client, as of vertx-pg-client 4.5.27: its commands and their answers pass between the
 * handlers "codec" and "handler" as objects. If they no longer do, silence is not noticed, and {@code ProvenPoolIT} fails.
 */
final class AnswerWatch extends ChannelDuplexHandler {

    /** PostgreSQL closes a session at rest, or at rest in a transaction. It checks that before it begins a command. */
    private static final Set<String> CLOSED_AT_REST = Set.of("57P05", "25P03");

    /** The function of the server that finds a statement outdated; its words may be in any language. */
    private static final String OUTDATED = "RevalidateCachedQuery";

    private final long longestSilence;
    private final Doubts doubts;
    private final Channel channel;
    private final long opened = System.nanoTime();
    private final Promise<Void> closed = Promise.promise();

    private int owed;
    private boolean timed;
    private boolean closedAtRest;

    // Read by the pool before it lends the connection.
    private volatile long heard = opened;
    private volatile boolean leaving;

    AnswerWatch(Channel channel, Duration longestSilence, Doubts doubts) {
        this.channel = channel;
        this.longestSilence = longestSilence.toNanos();
        this.doubts = doubts;
    }

    /** Watches a connection that was just opened, in place of the timeout that its socket had until then. */
    static void over(SqlConnection connection, Duration longestSilence, Doubts doubts) {
        ChannelPipeline pipeline = pipelineOf(connection);
        if (pipeline.get("idle") != null) {
            pipeline.remove("idle");
        }
        pipeline.addBefore("handler", "answers", new AnswerWatch(pipeline.channel(), longestSilence, doubts));
    }

    /** What watches a connection that is lent; null where its socket is gone already. */
    static @Nullable AnswerWatch of(SqlConnection lent) {
        return pipelineOf(lent).get(AnswerWatch.class);
    }

    private static ChannelPipeline pipelineOf(SqlConnection connection) {
        SocketConnectionBase socket = (SocketConnectionBase)
                ((SqlConnectionBase<?>) connection).unwrap().unwrap();
        return socket.socket().channelHandlerContext().pipeline();
    }

    /** Whether it can still be asked something, as far as is known without asking. */
    boolean isSound() {
        return channel.isActive() && !leaving && !doubts.about(opened, heard);
    }

    /** For how long the server has not been heard. */
    long nanosAtRest() {
        return System.nanoTime() - heard;
    }

    /**
     * Closes the socket, whatever the connection is doing.
     *
     * @param gone is completed as soon as the pool does not have the connection any more
     */
    void cut(Promise<Void> gone) {
        closed.future().onComplete(gone);
        cut();
    }

    private void cut() {
        leaving = true;
        Sockets.close(channel);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leaving = true;
        // It is the client behind this handler that takes the connection out of its pool.
        context.fireChannelInactive();
        closed.tryComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (message instanceof CommandBase<?> command) {
            if (owed++ == 0) {
                heard = System.nanoTime();
                look(context);
            }
            if (!channel.isActive()) {
                channelRead(
                        context, failed(command, new UnsentException("The connection was closed before it was asked")));
                return;
            }
        }
        var unused = context.write(message, written);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof CommandResponse<?> answer) {
            owed--;
            context.fireChannelRead(told(answer));
        } else {
            context.fireChannelRead(message);
        }
    }

    private CommandResponse<?> told(CommandResponse<?> answer) {
        Throwable failure = answer.toAsyncResult().cause();
        if (failure instanceof PgException refusal) {
            if (!OUTDATED.equals(refusal.getRoutine())) {
                return answer;
            }
            doubts.outdatedSince(System.nanoTime());
            return failed(
                    answer.cmd,
                    new PgException(
                            DatabaseFailure.OUTDATED,
                            refusal.getSeverity(),
                            refusal.getSqlState(),
                            refusal.getDetail()));
        }
        boolean undone = closedAtRest || answer.cmd instanceof PrepareStatementCommand;
        return failure != null && undone
                ? failed(
                        answer.cmd,
                        new UnsentException("The connection was lost before the server did anything", failure))
                : answer;
    }

    private static <R> CommandResponse<R> failed(CommandBase<R> command, Throwable failure) {
        CommandResponse<R> answer = CommandResponse.failure(failure);
        answer.cmd = command;
        return answer;
    }

    /** Something arrived, if only a part of an answer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        heard = System.nanoTime();
        context.fireChannelReadComplete();
    }

    /** An unsolicited message says that the server closes the connection; the client would print it, and reply. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        leaving = true;
        if (cause instanceof PgException reason) {
            closedAtRest = CLOSED_AT_REST.contains(reason.getSqlState());
            cut();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    /** Looks whether the silence is long enough, and if not, again when it can be. */
    private void look(ChannelHandlerContext context) {
        if (owed == 0 || timed) {
            return;
        }
        long left = longestSilence - nanosAtRest();
        if (left <= 0) {
            cut();
        } else {
            timed = true;
            var unused = context.executor()
                    .schedule(
                            () -> {
                                timed = false;
                                look(context);
                            },
                            left,
                            TimeUnit.NANOSECONDS);
        }
    }
}
