package dev.punchlist;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link DatabaseUrl} from the configuration. */
public final class DatabaseUrlConverter implements Converter<DatabaseUrl> {

    private static final long serialVersionUID = 1L;

    @Override
    public DatabaseUrl convert(String value) {
        return new DatabaseUrl(value);
    }
}
