package dev.punchlist.http.connection;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.syntax.HeaderScanner;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.HostAndPort;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the heads of HTTP/1 before Vert.x does. What the decoder lets through and is no head of HTTP/1.1 is passed on as
 * one that could not be read. What asks for the upgrade to HTTP/2 gets it only where nothing else is to be said of it, for
 * the upgrade passes by every check, and a server may go on in HTTP/1.1 (RFC 9110 section 7.8).
 */
final class Http1Heads extends ChannelInboundHandlerAdapter {

    private static final String SETTINGS = "HTTP2-Settings";

    /**
     * A longer body of an upgrade may still be on its way when its client is told to change, which not every client can bear;
     * and neither the windows of HTTP/2 nor the pauses of HTTP/1.1 hold it back.
     */
    private static final int LONGEST_BODY = 16_384;

    private boolean unreadable;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (unreadable) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            context.fireChannelRead(looked(request));
        } else {
            context.fireChannelRead(message);
        }
    }

    private HttpRequest looked(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!version.protocolName().equals(HttpVersion.HTTP_1_1.protocolName())) {
            return unreadable(request, malformed("The head of the request is malformed."));
        }
        if (version.majorVersion() != HttpVersion.HTTP_1_1.majorVersion()) {
            return unreadable(
                    request,
                    ProblemException.of(
                            ProblemType.HTTP_VERSION_NOT_SUPPORTED,
                            "The versions in which a request may be written so are HTTP/1.0 and HTTP/1.1."));
        }
        if (request.headers().contains("")) {
            return unreadable(request, malformed("A header has no name."));
        }
        if (request.headers().getAll(HttpHeaderNames.HOST).size() > 1) {
            return unreadable(request, malformed("The request names more than one Host."));
        }
        if (!hasSureEnd(request.headers())) {
            return unreadable(request, malformed("The only Transfer-Encoding that is taken is chunked."));
        }
        if (version.minorVersion() > HttpVersion.HTTP_1_1.minorVersion()) {
            // RFC 9110 section 6.2: the highest minor version that is spoken here stands for it.
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        if (!mayUpgrade(request)) {
            request.headers().remove(HttpHeaderNames.UPGRADE);
        }
        return request;
    }

    /**
     * RFC 9112 section 6.3. The HTTP layer takes any other coding for no body at all, and what follows for the next request.
     */
    private static boolean hasSureEnd(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0)));
    }

    private static ProblemException malformed(String detail) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST, detail);
    }

    /** What follows it is not looked at: it may be a part of it. */
    private HttpRequest unreadable(HttpRequest request, ProblemException cause) {
        unreadable = true;
        request.headers().remove(HttpHeaderNames.UPGRADE);
        ReferenceCountUtil.release(request);
        HttpRequest passedOn = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        passedOn.setDecoderResult(DecoderResult.failure(cause));
        return passedOn;
    }

    /** Whether all that HTTP/1.1 asks of its head is given; of lines of one name the upgrade would take the last. */
    private static boolean mayUpgrade(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.uri().startsWith("/")
                && request.method().name().chars().allMatch(HeaderScanner::isTokenCharacter)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && HttpUtil.getContentLength(request, 0L) <= LONGEST_BODY
                && hasEachNameOnce(headers)
                && hasHost(headers.get(HttpHeaderNames.HOST))
                && asksForUpgrade(headers);
    }

    private static boolean hasEachNameOnce(HttpHeaders headers) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> header : headers) {
            if (!names.add(header.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasHost(@Nullable String host) {
        return host != null && HostAndPort.parseAuthority(host, -1) != null;
    }

    private static boolean asksForUpgrade(HttpHeaders headers) {
        String settings = headers.get(SETTINGS);
        return settings != null
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, SETTINGS, true)
                && settings(settings).isPresent();
    }

    /** The settings as Vert.x will read them, if it can: each is a number of two bytes and a value of four. */
    private static Optional<Http2Settings> settings(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            Http2Settings settings = new Http2Settings();
            while (bytes.hasRemaining()) {
                settings.put(bytes.getChar(), Long.valueOf(Integer.toUnsignedLong(bytes.getInt())));
            }
            return Optional.of(settings);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
