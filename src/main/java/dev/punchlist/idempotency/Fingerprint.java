package dev.punchlist.idempotency;

import dev.punchlist.http.body.BodyBytes;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What tells two requests apart: method, path, query, content type and body.
 *
 * @param value a SHA-256, in hexadecimal
 */
record Fingerprint(String value) {

    static Fingerprint of(RoutingContext request) {
        MessageDigest digest = sha256();
        List<String> parts = List.of(
                request.request().method().name(),
                withoutTrailingSlash(request.normalizedPath()),
                Optional.ofNullable(request.request().query()).orElse(""),
                Optional.ofNullable(request.request().getHeader("Content-Type")).orElse(""));
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            // A separator that no part can hold keeps the parts apart.
            digest.update((byte) 0);
        }
        digest.update(BodyBytes.of(request));
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    private static String withoutTrailingSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
