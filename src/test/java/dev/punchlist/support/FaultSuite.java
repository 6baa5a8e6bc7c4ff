package dev.punchlist.support;

/** How much of the fault suite runs: a short selection in every verify, all of it in the profile {@code faults}. */
public final class FaultSuite {

    private static final boolean FULL = Boolean.getBoolean("punchlist.faults.full");

    private FaultSuite() {}

    /** The size of a test: how many rounds, requests or seconds. */
    public static int size(int brief, int full) {
        return FULL ? full : brief;
    }
}
