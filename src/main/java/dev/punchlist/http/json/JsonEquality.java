package dev.punchlist.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;

/**
 * Whether two JSON values are the same (RFC 6902 section 4.6): numbers by their value, so that 1, 1.0 and 1e0 are one
 * number, objects whatever the order of their members.
 */
public final class JsonEquality {

    private JsonEquality() {}

    /** Whether these two are the same. It goes as deep as both are alike, which their reader bounds. */
    public static boolean equal(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            // Two numbers of which one is far greater are told apart by their exponents: nothing is written out.
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        if (left.isContainerNode()) {
            return left.getNodeType() == right.getNodeType()
                    && left.size() == right.size()
                    && (left instanceof ObjectNode object ? sameMembers(object, right) : sameElements(left, right));
        }
        return left.equals(right);
    }

    private static boolean sameMembers(ObjectNode left, JsonNode right) {
        return left.properties().stream().allMatch(member -> equal(member.getValue(), right.path(member.getKey())));
    }

    private static boolean sameElements(JsonNode left, JsonNode right) {
        Iterator<JsonNode> others = right.iterator();
        for (JsonNode element : left) {
            if (!equal(element, others.next())) {
                return false;
            }
        }
        return true;
    }
}
