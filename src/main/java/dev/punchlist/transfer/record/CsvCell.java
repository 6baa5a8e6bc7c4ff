package dev.punchlist.transfer.record;

/** One cell of a record of CSV. */
public final class CsvCell {

    /** A cell with nothing in it, not even quotes. */
    static final CsvCell NOTHING = new CsvCell(new byte[0], false);

    private final byte[] text;
    private final boolean quoted;

    CsvCell(byte[] text, boolean quoted) {
        this.text = text;
        this.quoted = quoted;
    }

    /** Its bytes, without its quotes; not copied. */
    public byte[] text() {
        return text;
    }

    /** Whether it has quotes. */
    public boolean quoted() {
        return quoted;
    }
}
