package dev.punchlist.http.answer;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.input.QueryParameters;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * Seals the place in a list that a client comes back to: HMAC-SHA-256 (RFC 2104), cut to 128 bits, over the place and the
 * query that it belongs to. The first key seals, every key opens, so that a key can be replaced without breaking what
 * clients hold. Made at the start, so that the warning about a missing key stands where operators look.
 */
@Startup
@Singleton
public class Cursors {

    private static final Logger LOG = Logger.getLogger(Cursors.class);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_BYTES = 16;
    private static final int QUERY_BYTES = 8;
    private static final int GENERATED_KEY_BYTES = 32;

    /** The longest place is a title and an id, far below this. */
    private static final int MOST_CHARACTERS = 4_096;

    private final List<SecretKeySpec> keys;

    Cursors(PunchlistConfig config) {
        List<String> configured = config.cursor().keys().orElse(List.of());
        if (configured.isEmpty()) {
            LOG.warn(
                    "punchlist.cursor.keys (PUNCHLIST_CURSOR_KEYS) is not set: a key was generated, so cursors end with this"
                            + " process and no other replica knows them");
            byte[] generated = new byte[GENERATED_KEY_BYTES];
            new SecureRandom().nextBytes(generated);
            keys = List.of(new SecretKeySpec(generated, ALGORITHM));
        } else {
            keys = configured.stream()
                    .map(key -> new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                    .toList();
        }
    }

    /** The cursor for this place in the answer to this query. */
    public String seal(String query, String place) {
        byte[] content = place.getBytes(StandardCharsets.UTF_8);
        byte[] ofQuery = digest(query);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(SEAL_BYTES + QUERY_BYTES + content.length)
                        .put(sealOf(keys.get(0), ofQuery, content))
                        .put(ofQuery)
                        .put(content)
                        .array());
    }

    /** The place in a cursor; notes at the parameter if it was not made here, or for another query. */
    public Optional<String> open(String query, QueryParameters parameters, String name, String cursor) {
        Optional<byte[]> bytes = decode(cursor).filter(this::isOurs);
        if (bytes.isEmpty()) {
            parameters.reject(name, "bad_cursor", name + " was not made by this service, or is too old. Begin anew.");
            return Optional.empty();
        }
        if (!MessageDigest.isEqual(queryOf(bytes.get()), digest(query))) {
            parameters.reject(
                    name, "foreign_cursor", name + " belongs to another filter or sort; keep both as they were.");
            return Optional.empty();
        }
        return Optional.of(new String(contentOf(bytes.get()), StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> decode(String cursor) {
        if (cursor.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(cursor))
                    .filter(bytes -> bytes.length >= SEAL_BYTES + QUERY_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isOurs(byte[] cursor) {
        byte[] seal = Arrays.copyOf(cursor, SEAL_BYTES);
        return keys.stream()
                .anyMatch(key -> MessageDigest.isEqual(seal, sealOf(key, queryOf(cursor), contentOf(cursor))));
    }

    private static byte[] queryOf(byte[] cursor) {
        return Arrays.copyOfRange(cursor, SEAL_BYTES, SEAL_BYTES + QUERY_BYTES);
    }

    private static byte[] contentOf(byte[] cursor) {
        return Arrays.copyOfRange(cursor, SEAL_BYTES + QUERY_BYTES, cursor.length);
    }

    private static byte[] digest(String query) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, QUERY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sealOf(SecretKeySpec key, byte[] ofQuery, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ofQuery);
            return Arrays.copyOf(mac.doFinal(content), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
