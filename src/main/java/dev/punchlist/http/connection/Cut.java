package dev.punchlist.http.connection;

import org.jboss.logging.Logger.Level;

/** Why the service ends a connection that its client would keep. */
enum Cut {
    /** A new connection came, and this one had rested longest. */
    MADE_ROOM("made-room", Level.WARN, "it had rested longest when there was no room for another"),
    /** A new connection came, and none rested. */
    NO_ROOM("no-room", Level.WARN, "as many as may be were open, and all at work"),
    /** The head of a request came drop by drop. */
    SLOW_HEAD("slow-head", Level.INFO, "the head of a request did not come in time"),
    /** Requests were sent ahead without end. */
    TOO_MANY_AHEAD("requests-ahead", Level.INFO, "too many requests were sent before an answer"),
    /** Too much waits for the client. */
    TOO_MUCH_UNREAD("unread", Level.INFO, "more waited to be read than may wait"),
    /** Something waits for the client, and it takes none of it. */
    NOTHING_TAKEN("stalled", Level.INFO, "nothing was read of what waited");

    private final String tag;
    private final Level level;
    private final String reason;

    Cut(String tag, Level level, String reason) {
        this.tag = tag;
        this.level = level;
        this.reason = reason;
    }

    String tag() {
        return tag;
    }

    /** An operator may have to act where there is no room. */
    Level level() {
        return level;
    }

    String reason() {
        return reason;
    }
}
