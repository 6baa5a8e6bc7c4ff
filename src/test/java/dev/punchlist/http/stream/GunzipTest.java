package dev.punchlist.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punchlist.http.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was compressed comes out again, wherever the stream is cut, in small pieces and only if it is undamaged. */
class GunzipTest {

    private static final int SLICE = 64;

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] inflated(byte[] stream, int cut) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Gunzip gunzip = new Gunzip(SLICE);
        for (int begin = 0; begin < stream.length; begin += cut) {
            byte[] piece = Arrays.copyOfRange(stream, begin, Math.min(stream.length, begin + cut));
            gunzip.slices(piece).forEach(slice -> {
                assertThat(slice.length).isBetween(1, SLICE);
                all.writeBytes(slice);
            });
        }
        gunzip.requireEnd();
        gunzip.release();
        return all.toByteArray();
    }

    @Property(tries = 300)
    void membersInARowAreOneText(
            @ForAll @Size(min = 1, max = 4) List<@Size(max = 300) byte[]> members,
            @ForAll @IntRange(min = 1, max = 400) int cut) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] member : members) {
            text.writeBytes(member);
            stream.writeBytes(gzip(member));
        }

        assertThat(inflated(stream.toByteArray(), cut)).isEqualTo(text.toByteArray());
    }

    @Test
    void aHeaderMayHoldMoreThanItMust() {
        byte[] plain = gzip(new byte[] {'a', 'b'});
        byte[] extra = {31, (byte) 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 0, 0, 'n', 0, 'c', 0, 1, 2};
        byte[] stream = Arrays.copyOf(extra, extra.length + plain.length - 10);
        System.arraycopy(plain, 10, stream, extra.length, plain.length - 10);

        assertThat(inflated(stream, 3)).containsExactly('a', 'b');
    }

    @Test
    void nothingOfABombIsHeldButASlice() {
        byte[] bomb = gzip(new byte[16 << 20]);
        Gunzip gunzip = new Gunzip(SLICE);
        long bytes = 0;

        for (byte[] slice : gunzip.slices(bomb)) {
            bytes += slice.length;
        }

        assertThat(bytes).isEqualTo(16 << 20);
        gunzip.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 15, -1, -5, -8})
    void aDamagedStreamIsRefused(int place) {
        byte[] stream = gzip(new byte[1_000]);
        stream[place < 0 ? stream.length + place : place] ^= (byte) 0xE8;

        assertThatThrownBy(() -> inflated(stream, 100)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 12, 20})
    void aStreamThatEndsTooEarlyIsRefused(int length) {
        byte[] stream = Arrays.copyOf(gzip(new byte[1_000]), length);

        assertThatThrownBy(() -> inflated(stream, 100))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("too early");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 512, 10_240})
    void zerosBehindTheLastMemberArePassedOver(int zeros) {
        byte[] stream = gzip(new byte[] {'a', 'b'});

        assertThat(inflated(Arrays.copyOf(stream, stream.length + zeros), 7)).containsExactly('a', 'b');
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\0x", "\0\u001F"})
    void whatElseComesBehindTheLastMemberIsRefused(String rest) {
        byte[] stream = gzip(new byte[10]);
        byte[] all = Arrays.copyOf(stream, stream.length + rest.length());
        System.arraycopy(rest.getBytes(StandardCharsets.US_ASCII), 0, all, stream.length, rest.length());

        assertThatThrownBy(() -> inflated(all, 100)).isInstanceOf(ProblemException.class);
    }

    @Test
    void zerosAloneAreNoGzip() {
        assertThatThrownBy(() -> inflated(new byte[20], 100)).isInstanceOf(ProblemException.class);
    }
}
