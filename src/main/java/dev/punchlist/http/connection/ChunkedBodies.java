package dev.punchlist.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.internal.StringUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The decoder of HTTP/1, with a check of its own for the lines that tell the sizes of chunks (RFC 9112 section 7.1). Netty
 * reads such a line up to the first blank, and takes {@code d zzz} for {@code d}: whoever is in front may read it otherwise,
 * and see other requests than we do.
 */
final class ChunkedBodies extends VertxHttpRequestDecoder {

    /** What Netty does not take for a size. */
    private static final byte[] NO_SIZE = "!\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Behind the data of each chunk. */
    private static final int LINE_END = 2;

    /** Whether the last chunk of a body is still to come. */
    private boolean underWay;

    /** How many bytes come before the line with the next size. */
    private long beforeSize;

    ChunkedBodies(HttpServerOptions options) {
        super(options);
    }

    /** Netty stops behind a head, and behind each chunk: the next line is never read together with what is before it. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (underWay && beforeSize == 0 && !isSizeOrIncomplete(bytes)) {
            underWay = false;
            bytes.skipBytes(bytes.readableBytes());
            super.decode(context, Unpooled.wrappedBuffer(NO_SIZE), out);
            return;
        }
        int before = bytes.readableBytes();
        super.decode(context, bytes, out);
        beforeSize -= before - bytes.readableBytes();
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof HttpRequest request) {
            underWay = request.decoderResult().isSuccess() && HttpUtil.isTransferEncodingChunked(request);
            beforeSize = 0;
        }
    }

    /** Whether the next line is a size in hexadecimal digits, alone or before extensions. Netty looks at the extensions. */
    private boolean isSizeOrIncomplete(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int lineFeed = bytes.indexOf(start, bytes.writerIndex(), HttpConstants.LF);
        if (lineFeed < 0) {
            return true;
        }
        long size = 0;
        int end = start;
        for (int digit = digit(bytes, end); digit >= 0; digit = digit(bytes, end)) {
            size = size * 16 + digit;
            end++;
        }
        // A size that does not fit is one that Netty refuses.
        underWay = size > 0;
        beforeSize = lineFeed + 1L - start + size + LINE_END;
        return end > start && (isEndOfLine(bytes, end) || isExtension(bytes, end));
    }

    /** The line feed is no digit: the end of the line is the end of the search. */
    private static int digit(ByteBuf bytes, int index) {
        return StringUtil.decodeHexNibble(bytes.getByte(index));
    }

    private static boolean isEndOfLine(ByteBuf bytes, int index) {
        return bytes.getByte(index) == HttpConstants.CR && bytes.getByte(index + 1) == HttpConstants.LF;
    }

    private static boolean isExtension(ByteBuf bytes, int index) {
        int next = index;
        while (bytes.getByte(next) == HttpConstants.SP || bytes.getByte(next) == HttpConstants.HT) {
            next++;
        }
        return bytes.getByte(next) == HttpConstants.SEMICOLON;
    }
}
