package dev.punchlist.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a body in chunks does not depend on how its bytes are cut into pieces by the network. */
class ChunkedBodiesTest {

    private static final String HEAD = "POST /tasks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String MALFORMED = "malformed";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "D\r\n0123456789abc\r\n0\r\n\r\n",
                "d\r\n0123456789abc\r\n000\r\n\r\n",
                "4\r\n0123\r\n9\r\n456789abc\r\n0\r\n\r\n",
                "d;a=b\r\n0123456789abc\r\n0;last\r\n\r\n",
                "d \t;a=\"b\"\r\n0123456789abc\r\n0\r\nX-Trailer: x\r\n\r\n"
            })
    void aBodyIsReadAndWhatFollowsIsTheNextRequest(String chunks) {
        assertHowEverItIsCut(chunks + NEXT, List.of("POST /tasks", "0123456789abc", "GET /next", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d zzz\r\n0123456789abc\r\n0\r\n\r\n",
                " d\r\n0123456789abc\r\n0\r\n\r\n",
                "d \r\n0123456789abc\r\n0\r\n\r\n",
                "dz\r\n0123456789abc\r\n0\r\n\r\n",
                "d\u0001\n0123456789abc\r\n0\r\n\r\n",
                "d\n0123456789abc\r\n0\r\n\r\n",
                "+d\r\n0123456789abc\r\n0\r\n\r\n",
                "-d\r\n0123456789abc\r\n0\r\n\r\n",
                "0xd\r\n0123456789abc\r\n0\r\n\r\n",
                "\r\n0123456789abc\r\n0\r\n\r\n",
                ";a\r\n0123456789abc\r\n0\r\n\r\n",
                "d,a\r\n0123456789abc\r\n0\r\n\r\n",
                "10000000d\r\n0123456789abc\r\n0\r\n\r\n",
                "1000000000000000d\r\n0123456789abc\r\n0\r\n\r\n"
            })
    void aSizeThatIsNoneEndsEverything(String chunks) {
        assertHowEverItIsCut(chunks + NEXT, List.of("POST /tasks", MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 5\r\n\r\n", "0 zzz\r\n\r\n", " 0\r\n\r\n", "zz\r\n\r\n"})
    void neitherDoesOneBehindAChunk(String last) {
        assertHowEverItIsCut(
                "d\r\n0123456789abc\r\n" + last + NEXT, List.of("POST /tasks", "0123456789abc" + MALFORMED));
    }

    private static void assertHowEverItIsCut(String chunks, List<String> expected) {
        byte[] bytes = (HEAD + chunks).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(IntStream.range(0, bytes.length).mapToObj(cut -> read(bytes, cut, bytes.length)))
                .allMatch(expected::equals);
        assertThat(read(bytes, IntStream.rangeClosed(0, bytes.length).toArray()))
                .isEqualTo(expected);
    }

    /** The line of each request and its body, in turn, when the bytes come in pieces that end at these places. */
    private static List<String> read(byte[] bytes, int... ends) {
        EmbeddedChannel channel = new EmbeddedChannel(new ChunkedBodies(new HttpServerOptions()));
        int begin = 0;
        for (int end : ends) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, begin, end - begin));
            begin = end;
        }
        List<String> seen = new ArrayList<>();
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            if (part instanceof HttpRequest request) {
                seen.add(request.method() + " " + request.uri());
                seen.add("");
            }
            if (part instanceof HttpContent content) {
                int body = seen.size() - 1;
                seen.set(body, seen.get(body) + content.content().toString(StandardCharsets.ISO_8859_1));
            }
            if (part.decoderResult().isFailure()) {
                seen.set(seen.size() - 1, seen.get(seen.size() - 1) + MALFORMED);
            }
            ReferenceCountUtil.release(part);
        }
        channel.finishAndReleaseAll();
        return seen;
    }
}
