package dev.punchlist.http.route;

import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Produces;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** A short page for each kind of problem, at the path that its {@code type} names. */
@Path("/problems/{name}")
public class ProblemPages {

    private static final String STYLE =
            "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:4rem auto;padding:0 1rem}";
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Produces
    static RouteDescription route() {
        return RouteDescription.of(
                "/problems/{name}",
                List.of("GET", "HEAD", "OPTIONS"),
                List.of(MediaType.TEXT_PLAIN, MediaType.TEXT_HTML));
    }

    /** The explanation as plain text. */
    @GET
    @jakarta.ws.rs.Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    public String text(@PathParam("name") String name) {
        ProblemType type = named(name);
        return "%s (%s)%n%n%s%n".formatted(type.title(), type.status(), type.explanation());
    }

    /** The explanation for a browser, which is to load nothing for it. */
    @GET
    @jakarta.ws.rs.Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    public String html(@PathParam("name") String name, @Context RoutingContext request) {
        ProblemType type = named(name);
        request.response().putHeader("Content-Security-Policy", POLICY);
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>%4$s</style>
                </head>
                <body>
                <h1>%1$s</h1>
                <p>HTTP status %2$s</p>
                <p>%3$s</p>
                </body>
                </html>
                """.formatted(type.title(), type.status(), type.explanation().replace("\"", "&quot;"), STYLE);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static ProblemType named(String name) {
        return ProblemType.named(name)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "There is no such kind of problem."));
    }
}
