package dev.punchlist;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link SchemaName} from the configuration. */
public final class SchemaNameConverter implements Converter<SchemaName> {

    private static final long serialVersionUID = 1L;

    @Override
    public SchemaName convert(String value) {
        return new SchemaName(value);
    }
}
