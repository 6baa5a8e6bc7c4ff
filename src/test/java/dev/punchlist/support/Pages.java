package dev.punchlist.support;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of a list, as a client that follows links sees it. */
public final class Pages {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>; rel=\"(\\w+)\"");

    private final JsonPath body;
    private final Map<String, String> links = new HashMap<>();

    private Pages(Response answer) {
        answer.then().statusCode(200);
        body = answer.jsonPath();
        Matcher matcher = LINK.matcher(String.valueOf(answer.header("Link")));
        while (matcher.find()) {
            links.put(matcher.group(2), matcher.group(1));
        }
    }

    /** The page at this address, which is encoded already. */
    public static Pages first(String address) {
        return new Pages(given().urlEncodingEnabled(false).get(address));
    }

    /** The page that this link leads to. */
    public Pages follow(String relation) {
        return first(link(relation));
    }

    /** Whether there is such a link. */
    public boolean has(String relation) {
        return links.containsKey(relation);
    }

    /** The address behind a link. */
    public String link(String relation) {
        assertThat(links).containsKey(relation);
        return String.valueOf(links.get(relation));
    }

    /** The titles of the page. */
    public List<String> titles() {
        return body.getList("title");
    }

    /** The ids of the page. */
    public List<Long> ids() {
        return body.getList("id", Long.class);
    }
}
