package dev.punchlist.database.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.database.failure.UnsentException;
import dev.punchlist.support.Await;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.impl.QueryResultHandler;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.impl.command.CommandResponse;
import io.vertx.sqlclient.impl.command.PrepareStatementCommand;
import io.vertx.sqlclient.impl.command.QueryCommandBase;
import io.vertx.sqlclient.impl.command.SimpleQueryCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a connection knows of itself: whether the server is silent, and what was certainly not done. */
class AnswerWatchTest {

    private final ClosingChannel channel = new ClosingChannel();
    private final Doubts doubts = new Doubts();
    private final AnswerWatch watch = new AnswerWatch(channel, Duration.ofMillis(5), doubts);
    private final CommandBase<?> query = new SimpleQueryCommand<>(
            "select 1", false, false, QueryCommandBase.NULL_COLLECTOR, QueryResultHandler.NOOP_HANDLER);

    AnswerWatchTest() {
        channel.pipeline().addLast(new LosingCodec(), watch);
    }

    /** Is closed a moment before its handlers know. */
    private static final class ClosingChannel extends EmbeddedChannel {

        private boolean closed;

        @Override
        public boolean isActive() {
            return !closed && super.isActive();
        }
    }

    /** Fails the last command when the connection is lost, as the protocol does. */
    private static final class LosingCodec extends ChannelDuplexHandler {

        private @Nullable CommandBase<?> last;

        @Override
        public void write(ChannelHandlerContext context, Object command, ChannelPromise written) {
            last = (CommandBase<?>) command;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (last != null) {
                context.fireChannelRead(answerTo(last, CommandResponse.failure(ClosedConnectionException.INSTANCE)));
            }
            context.fireChannelInactive();
        }
    }

    @Test
    void aServerThatOwesAnAnswerIsGivenUpWhenItIsSilent() {
        channel.writeOutbound(query);

        Await.until("it is given up", () -> {
            channel.runScheduledPendingTasks();
            return !channel.isActive();
        });

        assertThat(watch.isSound()).isFalse();
    }

    @Test
    void aServerThatOwesNothingMayBeSilent() {
        channel.writeOutbound(query);
        answer(query, CommandResponse.success(null));

        Await.until(
                "it was silent for long",
                () -> watch.nanosAtRest() > Duration.ofMillis(20).toNanos());
        channel.runScheduledPendingTasks();

        assertThat(channel.isActive()).isTrue();
        assertThat(watch.isSound()).isTrue();
    }

    @Test
    void whatIsAskedAfterTheEndWasNotSent() {
        channel.closed = true;
        var written = channel.pipeline().write(query);

        assertThat(written.isSuccess()).isFalse();
        assertThat(failure()).isInstanceOf(UnsentException.class);
    }

    @Test
    void whatIsAskedOfASessionThatTheServerEndsAtRestIsNotDone() {
        channel.writeOutbound(query);
        channel.pipeline().fireExceptionCaught(new PgException("at rest", "FATAL", "57P05", null));

        assertThat(failure()).isInstanceOf(UnsentException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatWasOnlyPreparedIsNotDone() {
        channel.writeOutbound(new PrepareStatementCommand("select 1", null, true, null));
        var closed = channel.close();

        assertThat(closed.isSuccess()).isTrue();
        assertThat(failure()).isInstanceOf(UnsentException.class);
    }

    @Test
    void whatAServerThatIsStoppedWasAskedMayBeDone() {
        channel.writeOutbound(query);
        channel.pipeline().fireExceptionCaught(new PgException("stopped", "FATAL", "57P01", null));

        assertThat(failure()).isInstanceOf(ClosedConnectionException.class);
    }

    private static PgException refusal(String words, String routine) {
        return new PgException(
                words, "ERROR", "0A000", null, null, null, null, null, null, null, null, routine, null, null, null,
                null, null);
    }

    @Test
    void whatATriggerRaisesMakesNoStatementOutdated() {
        channel.writeOutbound(query);
        answer(query, CommandResponse.failure(refusal("not that", "exec_stmt_raise")));

        assertThat(failure()).hasMessageContaining("not that");
        assertThat(watch.isSound()).isTrue();
    }

    @Test
    void aStatementThatIsOutdatedPutsAllOlderConnectionsInDoubt() {
        channel.writeOutbound(query);
        answer(query, CommandResponse.failure(refusal("plan im Cache", "RevalidateCachedQuery")));

        assertThat(failure()).isInstanceOf(PgException.class).hasMessageContaining("cached plan must not change");
        assertThat(watch.isSound()).isFalse();
        assertThat(new AnswerWatch(channel, Duration.ofMinutes(1), doubts).isSound())
                .isTrue();
    }

    private void answer(CommandBase<?> command, CommandResponse<?> answer) {
        channel.writeInbound(answerTo(command, answer));
    }

    @SuppressWarnings("unchecked") // An answer is of the type of its command.
    private static <R> CommandResponse<R> answerTo(CommandBase<?> command, CommandResponse<R> answer) {
        answer.cmd = (CommandBase<R>) command;
        return answer;
    }

    private Throwable failure() {
        CommandResponse<?> answer = channel.readInbound();
        assertThat(answer).isNotNull();
        return answer.toAsyncResult().cause();
    }
}
