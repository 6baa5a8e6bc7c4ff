package dev.punchlist.http;

import dev.punchlist.http.problem.ProblemType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request that must be refused, and how.
 *
 * @param name what is wrong with it
 * @param method the HTTP method
 * @param path the path, in which {@code {id}} stands for an existing task
 * @param contentType of the body, if it has one
 * @param body the body, if it has one
 * @param status the expected status
 * @param type the expected kind of problem
 * @param where the expected JSON Pointer, or the name of the parameter behind a question mark; null where neither is due
 * @param code the expected code of the broken rule
 */
record BadInput(
        String name,
        String method,
        String path,
        @Nullable String contentType,
        @Nullable String body,
        int status,
        String type,
        @Nullable String where,
        @Nullable String code) {

    private static final String JSON = "application/json";

    static BadInput malformed(String name, String body) {
        return new BadInput(name, "POST", "/tasks", JSON, body, 400, "malformed-request", null, null);
    }

    static BadInput invalid(String name, String method, String body, String pointer, String code) {
        String path = method.equals("POST") ? "/tasks" : "/tasks/{id}";
        return new BadInput(name, method, path, JSON, body, 422, "validation-failed", pointer, code);
    }

    static BadInput badParameter(String method, String path, String parameter, String code) {
        return new BadInput(
                "parameter " + path, method, path, null, null, 400, "invalid-parameter", "?" + parameter, code);
    }

    static BadInput notFound(String method, String path) {
        boolean write = method.equals("PUT") || method.equals("PATCH");
        return new BadInput(
                "unknown " + path,
                method,
                path,
                write ? JSON : null,
                write ? "{\"title\":\"x\"}" : null,
                404,
                "not-found",
                null,
                null);
    }

    static BadInput refused(
            String method, String path, @Nullable String contentType, @Nullable String body, ProblemType type) {
        String slug = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new BadInput(slug, method, path, contentType, body, type.status(), slug, null, null);
    }

    @Override
    public String toString() {
        return method + " " + name;
    }
}
