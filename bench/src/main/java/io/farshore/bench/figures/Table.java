package io.farshore.bench.figures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of figures under headings. A row has a value for each column, text or a number; NaN is for what was not measured. */
public final class Table {
    private final String key;
    private final String title;
    private final List<Column> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /**
     * @param key in JSON
     * @param title for people, with what the figures are
     */
    public Table(String key, String title, Column... columns) {
        this.key = key;
        this.title = title;
        this.columns = List.of(columns);
    }

    public Table row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "%d values for %d columns: %s".formatted(values.length, columns.size(), Arrays.toString(values)));
        }
        rows.add(List.of(values));
        return this;
    }

    String key() {
        return key;
    }

    List<String> text() {
        List<List<String>> cells = new ArrayList<>();
        for (List<Object> row : rows) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                line.add(columns.get(i).cell(row.get(i)));
            }
            cells.add(line);
        }
        List<String> lines = new ArrayList<>(List.of("", title));
        lines.addAll(Columns.lines(columns.stream().map(Column::heading).toList(), cells));
        return lines;
    }

    ArrayNode json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (List<Object> row : rows) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < row.size(); i++) {
                put(object, columns.get(i).key(), row.get(i));
            }
        }
        return array;
    }

    private static void put(ObjectNode object, String name, Object value) {
        switch (value) {
            case Double number when number.isNaN() -> {}
            case Double number -> object.put(name, number);
            case Long number -> object.put(name, number);
            case Integer number -> object.put(name, number);
            default -> object.put(name, value.toString());
        }
    }
}
