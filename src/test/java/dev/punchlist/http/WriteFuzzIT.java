package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchlist.support.Contract;
import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestPostgres;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Whatever is sent, the answer is one that the contract has, and none is a failure of the service. */
class WriteFuzzIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static @Nullable ServiceProcess service;
    private static String task = "";

    @BeforeContainer
    static void start() {
        service = ServiceProcess.start(
                        TestPostgres.shared().createDatabase("fuzz").environment())
                .awaitReady();
    }

    @AfterContainer
    static void stop() {
        service().close();
    }

    @Property(tries = 3000)
    void noWriteIsAnsweredOutsideTheContract(@ForAll("anyWrite") Requests.Write write) {
        HttpRequest.Builder request = service()
                .request(write.target().replace("{task}", existingTask()))
                .method(write.method(), HttpRequest.BodyPublishers.ofString(write.body()));
        write.headers().forEach(request::header);

        HttpResponse<String> answer = service().send(request.build());

        Statistics.label("status").collect(answer.statusCode());
        assertThat(answer.statusCode()).as(write + " answered " + answer.body()).isLessThan(500);
        Contract.committed()
                .check(
                        write.method(),
                        answer.uri().getRawPath(),
                        answer.statusCode(),
                        headersOf(answer),
                        answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 500)
    void aTaskThatKeepsTheRulesIsKeptAsItIs(@ForAll("validTask") ObjectNode sent) throws JsonProcessingException {
        HttpResponse<String> created =
                service().send(service().post(sent.toString()).build());
        String path = created.headers().firstValue("Location").orElse("");

        assertThat(created.statusCode())
                .as(sent + " answered " + created.body())
                .isEqualTo(201);
        JsonNode kept =
                MAPPER.readTree(service().send(service().request(path).build()).body());
        sent.properties().forEach(member -> {
            JsonNode value = kept.get(member.getKey());
            if (member.getKey().equals("due_at") && !value.isNull()) {
                assertThat(OffsetDateTime.parse(value.asText()).toInstant())
                        .isEqualTo(
                                OffsetDateTime.parse(member.getValue().asText()).toInstant());
            } else {
                assertThat(value).as(member.getKey()).isEqualTo(member.getValue());
            }
        });
    }

    @Provide
    static Arbitrary<Requests.Write> anyWrite() {
        return Requests.anyWrite();
    }

    @Provide
    static Arbitrary<ObjectNode> validTask() {
        return Requests.validTask();
    }

    /** A task to write to; a new one where the last was deleted. */
    private static String existingTask() {
        if (task.isEmpty() || service().statusOf(task) == 404) {
            task = service()
                    .send(service()
                            .post("{\"title\":\"fuzzed\",\"labels\":[\"a\"]}")
                            .build())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
        }
        return task;
    }

    private static Map<String, String> headersOf(HttpResponse<String> answer) {
        return answer.headers().map().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> String.join(",", header.getValue())));
    }

    private static ServiceProcess service() {
        if (service == null) {
            throw new IllegalStateException("not started");
        }
        return service;
    }
}
