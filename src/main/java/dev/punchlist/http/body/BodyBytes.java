package dev.punchlist.http.body;

import io.vertx.ext.web.RoutingContext;

/** The body of a request after it was read: the one place where it is put and found. */
public final class BodyBytes {

    private static final String KEY = BodyBytes.class.getName();
    private static final byte[] NONE = new byte[0];

    private BodyBytes() {}

    /** The bytes of the body, which nobody may change; empty where the request has none. */
    public static byte[] of(RoutingContext request) {
        byte[] bytes = request.get(KEY);
        return bytes == null ? NONE : bytes;
    }

    /** Keeps the body for the rest of its request. */
    public static void put(RoutingContext request, byte[] bytes) {
        request.put(KEY, bytes);
    }
}
