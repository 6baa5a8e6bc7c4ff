package dev.punchlist.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.route.ProblemPages;
import dev.punchlist.http.route.RouteDescription;
import dev.punchlist.support.Contract;
import dev.punchlist.task.batch.BatchResource;
import dev.punchlist.task.resource.TaskResource;
import dev.punchlist.transfer.ExportResource;
import dev.punchlist.transfer.ImportResource;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.RequestSpecBuilder;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract in docs/ is the one that is served, and it speaks of the routes that there are. */
@QuarkusTest
class OpenApiDocumentTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Inject
    @All
    List<RouteDescription> routes;

    @Test
    void theServedDocumentIsTheCommittedOne() throws IOException {
        String served = given(new RequestSpecBuilder().build())
                .noFilters()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .asString();

        assertThat(new ObjectMapper().readTree(served))
                .isEqualTo(Contract.committed().document());
    }

    @Test
    void theDocumentSpeaksOfExactlyTheRoutesThatThereAre() {
        Set<String> implemented = new TreeSet<>();
        Stream.of(
                        TaskResource.class,
                        BatchResource.class,
                        ExportResource.class,
                        ImportResource.class,
                        ProblemPages.class)
                .forEach(resource -> implemented.addAll(routesOf(resource)));

        Set<String> documented = new TreeSet<>();
        Contract.committed().document().path("paths").properties().stream()
                .filter(path -> !path.getKey().startsWith("/q/"))
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(name -> {
                    if (METHODS.contains(name)) {
                        documented.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));

        assertThat(documented).isEqualTo(implemented);
    }

    @Test
    void theMethodsThatA405NamesAreTheDocumentedOnes() {
        Contract.committed().document().path("paths").properties().stream()
                .filter(path -> !path.getKey().startsWith("/q/"))
                .forEach(path -> {
                    Set<String> documented = new TreeSet<>(Set.of("OPTIONS"));
                    if (path.getValue().has("get")) {
                        documented.add("HEAD");
                    }
                    path.getValue().fieldNames().forEachRemaining(name -> {
                        if (METHODS.contains(name)) {
                            documented.add(name.toUpperCase(Locale.ROOT));
                        }
                    });
                    assertThat(routes.stream()
                                    .filter(route -> route.covers(path.getKey().replaceAll("[{}]", "")))
                                    .sorted(Comparator.comparing(RouteDescription::hasPlaceholder))
                                    .limit(1))
                            .singleElement()
                            .satisfies(route ->
                                    assertThat(new TreeSet<>(route.methods())).isEqualTo(documented));
                });
    }

    @Test
    void everyOperationHasANameOfItsOwnAndADescription() {
        List<JsonNode> operations = Contract.committed().document().path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream())
                .filter(member ->
                        METHODS.contains(member.getKey()) || member.getKey().equals("options"))
                .map(Map.Entry::getValue)
                .toList();

        assertThat(operations).isNotEmpty().allSatisfy(operation -> assertThat(
                        operation.path("description").asText())
                .isNotBlank());
        assertThat(operations)
                .extracting(operation -> operation.path("operationId").asText())
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    /** A generator would make a set of it, which has no order. */
    @Test
    void labelsAreAList() {
        assertThat(Contract.committed().document().findValues("uniqueItems")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyKindOfProblemHasAnExample(ProblemType type) {
        JsonNode example = Contract.committed()
                .document()
                .path("components")
                .path("examples")
                .path(type.slug())
                .path("value");

        assertThat(example.path("type").asText()).isEqualTo(type.uri());
        assertThat(example.path("title").asText()).isEqualTo(type.title());
        assertThat(example.path("status").asInt()).isEqualTo(type.status());
    }

    @Test
    void theSwaggerPageIsServed() {
        given(new RequestSpecBuilder().build())
                .noFilters()
                .get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("default-src 'self'"));
    }

    private static Set<String> routesOf(Class<?> resource) {
        Set<String> found = new TreeSet<>();
        for (Method method : resource.getDeclaredMethods()) {
            httpMethodOf(method).ifPresent(name -> {
                Path sub = method.getAnnotation(Path.class);
                found.add(name + " " + resource.getAnnotation(Path.class).value() + (sub == null ? "" : sub.value()));
            });
        }
        return found;
    }

    private static Optional<String> httpMethodOf(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst();
    }
}
