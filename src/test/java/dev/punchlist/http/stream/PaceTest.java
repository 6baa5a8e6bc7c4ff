package dev.punchlist.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong now = new AtomicLong(17);
    private final Pace pace = new Pace(1_000, Duration.ofSeconds(5), now::get);

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void silenceUsesTheLongestPauseUp() {
        pace.start();
        pass(4);

        assertThat(pace.left()).isEqualTo(Duration.ofSeconds(1));
        pass(2);
        assertThat(pace.left()).isNegative();
    }

    @Test
    void whatIsSentBuysTimeAtTheLowestRate() {
        pace.start();
        pass(4);
        pace.sent(2_000);

        assertThat(pace.left()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void muchThatWasSentBuysNoMoreThanTheLongestPause() {
        pace.start();
        pace.sent(1_000_000_000);

        pass(5);

        assertThat(pace.left()).isZero();
    }

    @Test
    void dripsNeverBuyEnough() {
        pace.start();
        for (int second = 0; second < 6; second++) {
            pass(1);
            pace.sent(1);
        }

        assertThat(pace.left()).isNegative();
    }

    @Test
    void whileTheClientWaitsForUsNothingIsHeldAgainstIt() {
        pace.start();
        pass(1);
        pace.stop();
        pass(100);

        assertThat(pace.left()).isEqualTo(Duration.ofSeconds(4));
    }
}
