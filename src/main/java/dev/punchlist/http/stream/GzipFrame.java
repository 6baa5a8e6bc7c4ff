package dev.punchlist.http.stream;

/** What stands around the compressed content of each member of a gzip stream (RFC 1952 section 2.3), read byte by byte. */
final class GzipFrame {

    private static final int[] MAGIC = {0x1F, 0x8B, 8};
    private static final int FLAGS = 3;
    private static final int FIXED_LENGTH = 10;
    private static final int TRAILER_LENGTH = 8;
    private static final int WORD = 4;

    private static final int HAS_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private Part part = Part.FIXED;
    private int index;
    private int flags;
    private int extra;
    private boolean any;

    /** The parts of a member, in their order. */
    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECK,
        CONTENT,
        TRAILER,
        /** Zeros behind the last member, with which some media fill their blocks. */
        PADDING
    }

    /** Whether the compressed content comes next, which is not for this class to read. */
    boolean isContent() {
        return part == Part.CONTENT;
    }

    /** Whether the stream may end here. */
    boolean isBetweenMembers() {
        return part == Part.PADDING || (any && part == Part.FIXED && index == 0);
    }

    /** The content is over. */
    void endContent() {
        begin(Part.TRAILER);
    }

    /** Takes the next byte; says whether it may stand there, after content of this CRC-32 and length. */
    boolean accepts(byte next, long check, long length) {
        int value = next & 0xFF;
        int place = index++;
        switch (part) {
            case FIXED -> {
                return fixed(place, value);
            }
            case EXTRA_LENGTH -> {
                extra |= value << (8 * place);
                if (index == 2) {
                    begin(extra > 0 ? Part.EXTRA : afterExtra());
                }
            }
            case EXTRA -> {
                if (index == extra) {
                    begin(afterExtra());
                }
            }
            case NAME -> {
                if (value == 0) {
                    begin(afterName());
                }
            }
            case COMMENT -> {
                if (value == 0) {
                    begin(afterComment());
                }
            }
            case CHECK -> {
                if (index == 2) {
                    begin(Part.CONTENT);
                }
            }
            case CONTENT, TRAILER -> {
                return trailer(place, value, check, length);
            }
            case PADDING -> {
                return value == 0;
            }
        }
        return true;
    }

    private boolean fixed(int place, int value) {
        if (any && place == 0 && value == 0) {
            begin(Part.PADDING);
            return true;
        }
        if (place == FLAGS) {
            flags = value;
        }
        if (index == FIXED_LENGTH) {
            extra = 0;
            begin((flags & HAS_EXTRA) != 0 ? Part.EXTRA_LENGTH : afterExtra());
        }
        return place >= MAGIC.length ? place != FLAGS || (value & RESERVED) == 0 : value == MAGIC[place];
    }

    private Part afterExtra() {
        return (flags & HAS_NAME) != 0 ? Part.NAME : afterName();
    }

    private Part afterName() {
        return (flags & HAS_COMMENT) != 0 ? Part.COMMENT : afterComment();
    }

    private Part afterComment() {
        return (flags & HAS_CHECK) != 0 ? Part.CHECK : Part.CONTENT;
    }

    private boolean trailer(int place, int value, long check, long length) {
        long word = place < WORD ? check : length;
        if (index == TRAILER_LENGTH) {
            any = true;
            begin(Part.FIXED);
        }
        return value == (int) (word >>> (8 * (place % WORD)) & 0xFF);
    }

    private void begin(Part next) {
        part = next;
        index = 0;
    }
}
