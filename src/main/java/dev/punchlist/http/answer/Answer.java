package dev.punchlist.http.answer;

import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A successful answer, complete enough to be stored and given again.
 *
 * @param status the HTTP status
 * @param headers the headers that belong to it
 * @param body the body; empty where there is none
 */
public record Answer(int status, Map<String, String> headers, String body) {

    /** Keeps its headers from change. */
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** The same with one more header. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    /** As JAX-RS sends it. */
    public Response toResponse() {
        Response.ResponseBuilder response = Response.status(status);
        headers.forEach(response::header);
        return body.isEmpty() ? response.build() : response.entity(body).build();
    }
}
