package dev.punchlist.http.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.Violation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the tree of one JSON text, and gives up at the first value or level that is too many. */
final class JsonTreeReader {

    private final JsonParser parser;
    private final int mostValues;
    private final int deepest;

    private int values;
    private int depth;

    JsonTreeReader(JsonParser parser, int mostValues, int deepest) {
        this.parser = parser;
        this.mostValues = mostValues;
        this.deepest = deepest;
    }

    /** The one value that the text is. */
    JsonNode read() throws IOException, StrictJson.MalformedException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new StrictJson.MalformedException("is empty; a JSON value is needed");
        }
        JsonNode value = value(first);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "A second value");
        }
        return value;
    }

    private JsonNode value(@Nullable JsonToken token) throws IOException, StrictJson.MalformedException {
        requireFew();
        if (token == null) {
            throw new JsonParseException(parser, "The text ends within a value");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new JsonParseException(parser, "No value");
        };
    }

    private void requireFew() {
        values++;
        if (values > mostValues) {
            throw ProblemException.invalid(List.of(Violation.ofBody(
                    "too_many_values", "There must be at most " + mostValues + " JSON values in all.")));
        }
    }

    /** As deep as it goes, so deep goes the stack. */
    private void enter() throws StrictJson.MalformedException {
        depth++;
        if (depth > deepest) {
            throw new StrictJson.MalformedException(
                    "is nested deeper than " + deepest + " levels" + StrictJson.place(parser.currentTokenLocation()));
        }
    }

    private JsonNode object() throws IOException, StrictJson.MalformedException {
        enter();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (object.replace(name, value(parser.nextToken())) != null) {
                throw new JsonParseException(parser, "A member twice");
            }
        }
        depth--;
        return object;
    }

    private JsonNode array() throws IOException, StrictJson.MalformedException {
        enter();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        depth--;
        return array;
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> IntNode.valueOf(parser.getIntValue());
            case LONG -> LongNode.valueOf(parser.getLongValue());
            case BIG_INTEGER -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
            case FLOAT, DOUBLE, BIG_DECIMAL -> throw new JsonParseException(parser, "No integer");
        };
    }

    private JsonNode decimal() throws IOException, StrictJson.MalformedException {
        try {
            return DecimalNode.valueOf(parser.getDecimalValue());
        } catch (NumberFormatException e) {
            throw new StrictJson.MalformedException(
                    "has a number whose exponent is out of range" + StrictJson.place(parser.currentTokenLocation()));
        }
    }
}
