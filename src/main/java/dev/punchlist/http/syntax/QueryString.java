package dev.punchlist.http.syntax;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, as HTML forms write them (WHATWG URL section 5.1), in their order.
 *
 * @param parameters all of them, the repeated ones as well
 */
public record QueryString(List<Parameter> parameters) {

    /**
     * One parameter.
     *
     * @param name its name; what was sent for it, where that is no text
     * @param value its value; empty where name or value is not percent-encoded UTF-8
     */
    public record Parameter(String name, Optional<String> value) {}

    /** Keeps its parameters from change. */
    public QueryString {
        parameters = List.copyOf(parameters);
    }

    /** The parameters of this request. */
    public static QueryString of(HttpServerRequest request) {
        return of(request.query());
    }

    /** The parameters of a query without its question mark. */
    public static QueryString of(@Nullable String query) {
        List<Parameter> parameters = new ArrayList<>();
        int begin = 0;
        while (query != null && begin < query.length()) {
            int next = query.indexOf('&', begin);
            int end = next < 0 ? query.length() : next;
            if (end > begin) {
                parameters.add(parameter(query.substring(begin, end)));
            }
            begin = end + 1;
        }
        return new QueryString(parameters);
    }

    private static Parameter parameter(String raw) {
        int equals = raw.indexOf('=');
        String rawName = equals < 0 ? raw : raw.substring(0, equals);
        Optional<String> name = PercentEncoding.decodeQuery(rawName);
        Optional<String> value = equals < 0 ? Optional.of("") : PercentEncoding.decodeQuery(raw.substring(equals + 1));
        return new Parameter(name.orElse(rawName), name.flatMap(known -> value));
    }
}
