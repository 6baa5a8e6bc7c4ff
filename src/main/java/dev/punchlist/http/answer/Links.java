package dev.punchlist.http.answer;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import dev.punchlist.http.syntax.QueryString;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The Link header of a page (RFC 8288): the same query from another place on. */
public final class Links {

    private static final String CURSOR = "cursor";

    /** What a link is made of fits into the request line that we take, together with the longest cursor. */
    private static final int LONGEST_QUERY = 4_096;
    /** Clients and proxies take heads of 8 KiB as a rule. */
    private static final int LONGEST_HEADER = 8_000;

    private final String path;
    private final String query;
    private final List<String> links = new ArrayList<>();

    private Links(String path, String query) {
        this.path = path;
        this.query = query;
    }

    /**
     * Links to further pages of what this request asks for; the parameters that say where to begin are left out.
     *
     * @throws ProblemException 414 if they would be longer than what is taken
     */
    public static Links of(RoutingContext request) {
        StringBuilder query = new StringBuilder();
        for (QueryString.Parameter parameter : QueryString.of(request.request()).parameters()) {
            if (!parameter.name().equals("skip") && !parameter.name().equals(CURSOR)) {
                query.append('&').append(parameter.name()).append('=');
                query.append(encoded(parameter.value().orElse("")));
            }
        }
        if (query.length() > LONGEST_QUERY) {
            throw ProblemException.of(
                    ProblemType.URI_TOO_LONG,
                    "The query of a list may have " + LONGEST_QUERY + " characters, as its links write it.");
        }
        return new Links(Forwarding.prefixOf(request) + request.normalizedPath(), query.toString());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Adds a link to where the list begins, to be added before the others; left out where the header would be too long. */
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
        String all = String.join(", ", links);
        return all.length() <= LONGEST_HEADER || links.size() == 1
                ? all
                : String.join(", ", links.subList(1, links.size()));
    }
}
