package dev.punchlist;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing blocks an event loop: not in the service, and not without a rule that notices. */
class BlockingTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.punchlist");

    static Stream<ArchRule> rules() {
        return Stream.of(
                BlockingRules.NOTHING_KNOWS_BLOCKING_TYPES,
                BlockingRules.NOTHING_CALLS_WHAT_WAITS,
                BlockingRules.NO_METHOD_IS_SYNCHRONIZED,
                BlockingRules.RESOURCES_ANSWER_LATER);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theServiceKeepsTheRule(ArchRule rule) {
        rule.check(SERVICE);
    }

    static Stream<Class<?>> deeds() {
        return Arrays.stream(BlockingDeeds.class.getDeclaredClasses());
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void eachWayToBlockBreaksTheRuleAgainstIt(Class<?> deed) {
        JavaClasses alone = new ClassFileImporter().importClasses(deed);

        assertThat(ruleAgainst(deed).evaluate(alone).hasViolation()).isTrue();
    }

    private static ArchRule ruleAgainst(Class<?> deed) {
        String name = deed.getSimpleName();
        if (name.startsWith("Knows")) {
            return BlockingRules.NOTHING_KNOWS_BLOCKING_TYPES;
        }
        return name.startsWith("Calls") ? BlockingRules.NOTHING_CALLS_WHAT_WAITS : BlockingRules.RESOURCES_ANSWER_LATER;
    }

    @Test
    void aSynchronizedMethodIsNoticed() {
        JavaClasses alone = new ClassFileImporter().importClasses(BlockingDeeds.CallsWait.class);

        assertThat(BlockingRules.NO_METHOD_IS_SYNCHRONIZED.evaluate(alone).hasViolation())
                .isTrue();
    }
}
