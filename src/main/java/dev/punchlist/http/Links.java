package dev.punchlist.http;

import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Link header of a page (RFC 8288): the same query from another place on. */
public final class Links {

    private static final String CURSOR = "cursor";

    private final String path;
    private final String query;
    private final List<String> links = new ArrayList<>();

    private Links(String path, String query) {
        this.path = path;
        this.query = query;
    }

    /** Links to further pages of what this request asks for; the parameters that say where to begin are left out. */
    public static Links of(RoutingContext request) {
        StringBuilder query = new StringBuilder();
        for (Map.Entry<String, String> parameter : request.queryParams()) {
            if (!parameter.getKey().equals("skip") && !parameter.getKey().equals(CURSOR)) {
                query.append('&').append(parameter.getKey()).append('=').append(encoded(parameter.getValue()));
            }
        }
        return new Links(request.normalizedPath(), query.toString());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Adds a link to where the list begins. */
    public Links first() {
        return add("first", query);
    }

    /** Adds a link to the page at this cursor. */
    public Links at(String relation, String cursor) {
        return add(relation, query + "&" + CURSOR + "=" + cursor);
    }

    private Links add(String relation, String parameters) {
        String target = parameters.isEmpty() ? path : path + "?" + parameters.substring(1);
        links.add("<%s>; rel=\"%s\"".formatted(target, relation));
        return this;
    }

    /** The value of the header. */
    public String header() {
        return String.join(", ", links);
    }
}
