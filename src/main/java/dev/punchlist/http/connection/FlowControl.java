package dev.punchlist.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/** The flow control of an HTTP/2 connection (RFC 9113 section 5.2), which also tells how many bytes it holds back. */
final class FlowControl implements Http2RemoteFlowController {

    private final Http2RemoteFlowController control;
    private final Backlog backlog;

    FlowControl(Http2RemoteFlowController control, Backlog backlog) {
        this.control = control;
        this.backlog = backlog;
    }

    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled payload) {
        control.addFlowControlled(stream, new Held(payload, backlog));
    }

    @Override
    public void channelHandlerContext(ChannelHandlerContext context) throws Http2Exception {
        control.channelHandlerContext(context);
    }

    @Override
    public ChannelHandlerContext channelHandlerContext() {
        return control.channelHandlerContext();
    }

    @Override
    public void initialWindowSize(int newWindowSize) throws Http2Exception {
        control.initialWindowSize(newWindowSize);
    }

    @Override
    public int initialWindowSize() {
        return control.initialWindowSize();
    }

    @Override
    public int windowSize(Http2Stream stream) {
        return control.windowSize(stream);
    }

    @Override
    public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
        control.incrementWindowSize(stream, delta);
    }

    @Override
    public boolean hasFlowControlled(Http2Stream stream) {
        return control.hasFlowControlled(stream);
    }

    @Override
    public void writePendingBytes() throws Http2Exception {
        control.writePendingBytes();
    }

    @Override
    public void listener(Listener listener) {
        control.listener(listener);
    }

    @Override
    public boolean isWritable(Http2Stream stream) {
        return control.isWritable(stream);
    }

    @Override
    public void channelWritabilityChanged() throws Http2Exception {
        control.channelWritabilityChanged();
    }

    @Override
    public void updateDependencyTree(int childStreamId, int parentStreamId, short weight, boolean exclusive) {
        control.updateDependencyTree(childStreamId, parentStreamId, weight, exclusive);
    }

    /** A payload whose bytes wait until they are written or given up, and with them what is kept of the request. */
    private static final class Held implements FlowControlled {

        private static final int STREAM_BYTES = 4_096;

        private final FlowControlled payload;
        private final Backlog backlog;

        private int waiting;

        Held(FlowControlled payload, Backlog backlog) {
            this.payload = payload;
            this.backlog = backlog;
            this.waiting = payload.size() + STREAM_BYTES;
            backlog.hold(waiting);
        }

        @Override
        public int size() {
            return payload.size();
        }

        @Override
        public void error(ChannelHandlerContext context, Throwable cause) {
            release(waiting);
            payload.error(context, cause);
        }

        @Override
        public void writeComplete() {
            release(waiting);
            payload.writeComplete();
        }

        @Override
        public void write(ChannelHandlerContext context, int allowedBytes) {
            payload.write(context, allowedBytes);
            release(waiting - STREAM_BYTES - payload.size());
        }

        @Override
        public boolean merge(ChannelHandlerContext context, FlowControlled next) {
            if (next instanceof Held held && payload.merge(context, held.payload)) {
                waiting += held.waiting;
                return true;
            }
            return false;
        }

        private void release(int bytes) {
            waiting -= bytes;
            backlog.release(bytes);
        }
    }
}
