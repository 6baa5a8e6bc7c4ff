/**
 * Requests that are refused by the HTTP layer itself, before there is a route for them. Vert.x has a handler for them
 * ({@code HttpServer.invalidRequestHandler}), but Quarkus makes the server and leaves no moment to set it. The way in is the
 * metrics of the server: they see each request before a handler is chosen for it, and from a request leads a way to its
 * connection, which can be given another handler. Written for Vert.x 4.5.27 and Quarkus 3.33.2. If the order of these steps
 * changes, such requests get answers without a body again, and {@code UnreadableRequestTest} fails.
 */
@NullMarked
package dev.punchlist.http.unreadable;

import org.jspecify.annotations.NullMarked;
