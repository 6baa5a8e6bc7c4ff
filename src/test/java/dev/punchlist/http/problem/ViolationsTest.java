package dev.punchlist.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A list of errors ends after a hundred with a count of the rest. */
class ViolationsTest {

    private static Violations broken(int count) {
        Violations violations = new Violations();
        IntStream.range(0, count).forEach(index -> violations.add(Violation.ofMember("m" + index, "code", "Broken.")));
        return violations;
    }

    @Test
    void aHundredAreToldInFull() {
        assertThat(broken(100).told()).hasSize(100);
        assertThat(broken(100).summary()).isEqualTo("Broken. (and 99 more)");
        assertThat(broken(1).summary()).isEqualTo("Broken.");
    }

    @Test
    void theRestIsCounted() {
        Violations many = broken(4_811);

        assertThat(many.told()).hasSize(101).last().isEqualTo(Violation.ofBody("more", "And 4,711 more."));
        assertThat(many.summary()).isEqualTo("Broken. (and 4,810 more)");
    }

    @Test
    void ofFewerKeptMoreAreCounted() {
        assertThat(broken(4_811).keeping(10).within("/7").told())
                .hasSize(11)
                .startsWith(Violation.at("/7/m0", "code", "Broken."))
                .endsWith(Violation.ofBody("more", "And 4,801 more."));
    }

    @Test
    void theCountOfParametersIsAParameters() {
        Violations violations = new Violations();
        IntStream.range(0, 102).forEach(index -> violations.add(Violation.ofParameter("p" + index, "code", "Broken.")));

        assertThat(violations.told()).last().isEqualTo(Violation.ofParameter("", "more", "And 2 more."));
    }

    @Test
    void aLongNameIsShortened() {
        Violation violation = Violation.ofMember("a/~" + "x".repeat(1_000_000), "code", "Broken.");

        assertThat(violation.pointer()).isEqualTo("/a~1~0" + "x".repeat(57) + "...");
    }
}
