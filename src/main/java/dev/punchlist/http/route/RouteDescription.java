package dev.punchlist.http.route;

import dev.punchlist.http.input.MediaTypes;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What one route takes and offers; each resource describes its own.
 *
 * @param template its path, such as {@code /tasks/{id}}
 * @param path the paths of the route, with and without the trailing slash
 * @param methods the methods that it takes
 * @param offers the media types that it answers in
 * @param bodies the media types that its methods take, for each method that takes a body
 * @param streams whether it reads the bodies itself, as they come and whatever their size
 */
public record RouteDescription(
        String template,
        Pattern path,
        List<String> methods,
        List<String> offers,
        List<MediaTypes> bodies,
        boolean streams) {

    /** A route for a path template such as {@code /tasks/{id}}. */
    public static RouteDescription of(
            String template, List<String> methods, List<String> offers, MediaTypes... bodies) {
        return new RouteDescription(
                template,
                Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+") + "/?"),
                methods,
                offers,
                List.of(bodies),
                false);
    }

    /** The same, reading its bodies as they come. */
    public RouteDescription streaming() {
        return new RouteDescription(template, path, methods, offers, bodies, true);
    }

    /** Whether other routes may have paths that this one covers, too; they come first. */
    public boolean hasPlaceholder() {
        return path.pattern().contains("[");
    }

    /** Whether the path leads here. */
    public boolean covers(String requested) {
        return path.matcher(requested).matches();
    }

    String allow() {
        return String.join(", ", methods);
    }

    /** The 405 of this route, with the methods that it takes. */
    public ProblemException methodNotAllowed() {
        return ProblemException.of(
                ProblemType.METHOD_NOT_ALLOWED, "This resource takes " + allow() + ".", Map.of("Allow", allow()));
    }

    /** The 406 of this route, with the media types that it answers in. */
    public ProblemException notAcceptable() {
        return ProblemException.of(ProblemType.NOT_ACCEPTABLE, "On offer: " + String.join(", ", offers) + ".");
    }
}
