package dev.punchlist.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

    @Test
    void namesAndValuesAreDecodedInTheirOrder() {
        assertThat(QueryString.of("q=caf%C3%A9+%2B1;2&&ids&q=").parameters())
                .isEqualTo(List.of(
                        new QueryString.Parameter("q", Optional.of("caf\u00e9 +1;2")),
                        new QueryString.Parameter("ids", Optional.of("")),
                        new QueryString.Parameter("q", Optional.of(""))));
    }

    @Test
    void noQueryHasNoParameters() {
        assertThat(QueryString.of((String) null).parameters()).isEmpty();
        assertThat(QueryString.of("").parameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%",
                "%z1",
                "%1",
                "%-1",
                "%+1",
                "%E9",
                "%C3",
                "%C3%28",
                "%C0%80",
                "%ED%A0%80",
                "%F4%90%80%80",
                "%FF",
                "%\u0661\u0661",
                "%41\u00e9"
            })
    void whatIsNoTextHasNoValue(String raw) {
        assertThat(QueryString.of("q=" + raw).parameters())
                .containsExactly(new QueryString.Parameter("q", Optional.empty()));
        assertThat(QueryString.of(raw + "=1").parameters())
                .containsExactly(new QueryString.Parameter(raw, Optional.empty()));
    }
}
