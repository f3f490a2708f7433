package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What something is, as a tree of named values. Names are kept in the order in which they were told. */
public final class Description {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    Description(String kind) {
        root.put("kind", kind);
    }

    /** What it is a description of, such as {@code segment} or {@code store}. */
    public String kind() {
        return root.get("kind").asText();
    }

    /** The tree; sizes in bytes, times in RFC 3339. */
    public ObjectNode json() {
        return root.deepCopy();
    }

    /** The tree as indented lines. */
    public String text() {
        StringBuilder text = new StringBuilder();
        write(text, root, "");
        return text.toString();
    }

    ObjectNode root() {
        return root;
    }

    private static void write(StringBuilder text, JsonNode node, String indent) {
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            JsonNode value = each.getValue();
            text.append(indent).append(each.getKey()).append(':');
            if (value.isValueNode()) {
                text.append(' ').append(value.asText()).append('\n');
            } else if (value.isArray()) {
                text.append(value.isEmpty() ? " none\n" : "\n");
                value.forEach(item -> writeItem(text, item, indent + "  "));
            } else {
                text.append('\n');
                write(text, value, indent + "  ");
            }
        }
    }

    /** An item whose values are all plain takes one line. */
    private static void writeItem(StringBuilder text, JsonNode item, String indent) {
        text.append(indent).append("- ");
        if (item.isValueNode()) {
            text.append(item.asText()).append('\n');
            return;
        }
        boolean plain = true;
        for (JsonNode value : item) {
            plain &= value.isValueNode();
        }
        if (plain) {
            String line = String.join(
                    "  ",
                    item.properties().stream()
                            .map(each -> each.getKey() + " " + each.getValue().asText())
                            .toList());
            text.append(line).append('\n');
        } else {
            text.append('\n');
            write(text, item, indent + "  ");
        }
    }
}
