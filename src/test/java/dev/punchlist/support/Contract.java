package dev.punchlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The committed OpenAPI document, as something that answers can be held against. */
public final class Contract {

    private static final Contract COMMITTED = new Contract(Path.of("docs/openapi.yaml"));

    /** Headers that belong to HTTP itself and not to an operation. */
    private static final Set<String> TRANSPORT = Set.of(
            "content-type",
            "content-length",
            "connection",
            "date",
            "transfer-encoding",
            "vary",
            "x-content-type-options",
            "content-security-policy");

    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

    private Contract(Path file) {
        try {
            document = new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document in {@code docs/}. */
    public static Contract committed() {
        return COMMITTED;
    }

    /** The whole document. */
    public JsonNode document() {
        return document;
    }

    /** Fails unless the document foresees this answer. */
    public void check(String method, String path, int status, Map<String, String> headers, byte[] body) {
        String answer = method + " " + path + " answered " + status;
        Optional<JsonNode> resource = resource(path);
        if (resource.isEmpty()) {
            assertThat(status)
                    .as(answer + ", a path that the contract does not have")
                    .isIn(404, 400, 503);
            return;
        }
        JsonNode response = response(resource.get(), method, status);
        assertThat(response.isMissingNode())
                .as(answer + ", which the contract does not have")
                .isFalse();
        headers.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !TRANSPORT.contains(name))
                .forEach(name -> assertThat(declares(response.path("headers"), name))
                        .as(answer + " with the header " + name + ", which the contract does not have")
                        .isTrue());
        if (body.length > 0) {
            checkBody(answer, response, headers.getOrDefault("content-type", ""), body);
        }
    }

    private Optional<JsonNode> resource(String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Iterator<Map.Entry<String, JsonNode>> paths =
                document.path("paths").properties().iterator();
        while (paths.hasNext()) {
            Map.Entry<String, JsonNode> entry = paths.next();
            if (plain.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private JsonNode response(JsonNode resource, String method, int status) {
        JsonNode operation = resource.path(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode() && status == 405) {
            return document.at("/components/responses/MethodNotAllowed");
        }
        return resolve(operation.path("responses").path(String.valueOf(status)));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static boolean declares(JsonNode headers, String name) {
        Iterator<String> names = headers.fieldNames();
        while (names.hasNext()) {
            if (names.next().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private void checkBody(String answer, JsonNode response, String contentType, byte[] body) {
        String type = contentType.replaceAll(";.*", "").strip();
        JsonNode schema = response.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode())
                .as(answer + " in " + type + ", which the contract does not have")
                .isFalse();
        JsonNode value = type.endsWith("json") && !type.endsWith("ndjson") ? read(body) : null;
        if (value != null) {
            assertThat(schemaOf(schema).validate(value))
                    .as(answer + " " + value)
                    .isEmpty();
        }
    }

    private @Nullable JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema together with the components that it refers to. */
    private JsonSchema schemaOf(JsonNode schema) {
        return schemas.computeIfAbsent(schema, node -> {
            ObjectNode whole = json.createObjectNode();
            whole.set("components", document.path("components"));
            whole.putArray("allOf").add(node);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            whole,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build());
        });
    }
}
