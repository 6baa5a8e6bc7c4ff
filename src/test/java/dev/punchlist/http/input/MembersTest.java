package dev.punchlist.http.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a patch does not touch is not held against today's rules; what it touches is. */
class MembersTest {

    private static final Set<String> KNOWN = Set.of("text", "number", "texts", "other");

    private static ObjectNode object(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsUnchangedIsKept() {
        ObjectNode broken = object("{\"text\":\"\",\"number\":9,\"texts\":[\"\",\"\",\"xxx\"]}");
        Members members = new Members(broken.deepCopy().put("other", 1).put("number", 9), KNOWN, broken);

        assertThat(members.nonEmptyText("text", 1)).isEmpty();
        assertThat(members.integer("number", 0, 4, 0)).isEqualTo(9);
        assertThat(members.texts("texts", 2, 2)).containsExactly("", "", "xxx");
        members.requireValid();
    }

    @Test
    void whatIsChangedIsJudged() {
        Members members = new Members(
                object("{\"text\":\"\",\"number\":9,\"texts\":[\"\"]}"),
                KNOWN,
                object("{\"text\":\"a\",\"number\":8,\"texts\":[]}"));

        members.nonEmptyText("text", 1);
        members.integer("number", 0, 4, 0);
        members.texts("texts", 2, 2);

        assertThatThrownBy(members::requireValid)
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.violations())
                        .extracting(Violation::code)
                        .containsExactly("empty", "out_of_bounds", "empty"));
    }
}
