package dev.punchlist.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What one route takes and offers; each resource describes its own.
 *
 * @param path the paths of the route, without the trailing slash
 * @param methods the methods that it takes
 * @param offers the media types that it answers in
 */
public record RouteDescription(Pattern path, List<String> methods, List<String> offers) {

    /** A route for a path template such as {@code /tasks/{id}}. */
    public static RouteDescription of(String template, List<String> methods, List<String> offers) {
        return new RouteDescription(Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+") + "/?"), methods, offers);
    }

    boolean covers(String requested) {
        return path.matcher(requested).matches();
    }
}
