package dev.punchlist.database.failure;

/** Marks a failure that is the answer itself: the work rolls back, and the caller gets the failure as it is. */
public interface DeliberateFailure {}
