package dev.punchlist.transfer.record;

import java.util.Optional;

/**
 * One line of a text that holds more than blanks.
 *
 * @param number of the line, from 1
 * @param content what it holds; empty where that was too long to be held
 */
public record Line(long number, Optional<byte[]> content) {}
