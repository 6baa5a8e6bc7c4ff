/**
 * The connections of clients, below requests and answers: how many there are, how long a request may take to begin, and how
 * much may wait to be read by them.
 *
 * <p>Neither Quarkus nor Vert.x offers any of this, so it rests on what lies below, in the versions Vert.x 4.5.27 and Netty
 * 4.1.137: that a listening socket is registered with the boss event loops and hands accepted channels through its pipeline
 * before they are set up; that a {@code VertxHandler} (HTTP/1.1) or an {@code Http2ConnectionHandler} stands last in the
 * pipeline of a client; that an upgrade to h2c removes every other handler; that the flow controller and the
 * frame listener of an HTTP/2 connection can be exchanged; and that {@code httpDecoder} is the name of the decoder of HTTP/1,
 * a {@code VertxHttpRequestDecoder}, in front of what upgrades to h2c. Where a later version breaks one of these, connections
 * are no longer counted, bounded or looked at, and {@code HostileConnectionIT} or {@code UnreadableRequestTest} fails; requests
 * are served all the same.
 */
@NullMarked
package dev.punchlist.http.connection;

import org.jspecify.annotations.NullMarked;
