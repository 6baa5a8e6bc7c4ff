package dev.punchlist.http.connection;

import dev.punchlist.http.syntax.HeaderScanner;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.Map;

/**
 * Looks at the heads of HTTP/2 before Vert.x does, for which a method that is none would be the end of the connection. What
 * is malformed ends its stream (RFC 9113 sections 8.1.1, 8.2.1 and 8.3.1).
 */
final class Http2Heads extends Http2FrameListenerDecorator {

    private final Http2ConnectionDecoder decoder;

    private Http2Heads(Http2ConnectionDecoder decoder, Http2FrameListener listener) {
        super(listener);
        this.decoder = decoder;
    }

    /** Puts itself between the decoder and whoever listens to it. */
    static void look(Http2ConnectionDecoder decoder) {
        Http2FrameListener listener = decoder.frameListener();
        if (!(listener instanceof Http2Heads)) {
            decoder.frameListener(new Http2Heads(decoder, listener));
        }
    }

    /** With the first settings, which come before any head, Vert.x has another listener. */
    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        super.onSettingsRead(context, settings);
        look(decoder);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        require(isWellFormed(headers), stream);
        super.onHeadersRead(context, stream, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        require(isWellFormed(headers), stream);
        super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, endOfStream);
    }

    private static void require(boolean wellFormed, int stream) throws Http2Exception {
        if (!wellFormed) {
            throw Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "malformed fields");
        }
    }

    private static boolean isWellFormed(Http2Headers headers) {
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            if (!isValue(field.getValue())) {
                return false;
            }
        }
        CharSequence method = headers.method();
        return (method == null || isToken(method))
                && headers.getAll(HttpHeaderNames.HOST).size() <= 1;
    }

    private static boolean isToken(CharSequence text) {
        return text.length() > 0 && text.chars().allMatch(HeaderScanner::isTokenCharacter);
    }

    private static boolean isValue(CharSequence text) {
        int length = text.length();
        return length == 0
                || (!isBlank(text.charAt(0))
                        && !isBlank(text.charAt(length - 1))
                        && text.chars().noneMatch(Http2Heads::isForbidden));
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }

    private static boolean isForbidden(int character) {
        return character == '\0' || character == '\r' || character == '\n';
    }
}
