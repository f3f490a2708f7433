package io.farshore.bench.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a benchmark has measured.
 *
 * @param how it was measured, a line each
 * @param machine that it was measured on
 */
public record Figures(List<String> how, String machine, List<Table> tables) {
    public Figures {
        how = List.copyOf(how);
        tables = List.copyOf(tables);
    }

    /** Lines for people. */
    List<String> text() {
        List<String> lines = new ArrayList<>(how);
        lines.add("Measured on: " + machine);
        tables.forEach(table -> lines.addAll(table.text()));
        return lines;
    }

    /** One object for programs: machine, how, and an array for each table. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("machine", machine);
        ArrayNode lines = json.putArray("how");
        how.forEach(lines::add);
        tables.forEach(table -> json.set(table.key(), table.json()));
        return json;
    }
}
