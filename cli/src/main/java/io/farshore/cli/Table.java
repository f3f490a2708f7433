package io.farshore.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;

/** Columns as wide as what is in them. */
final class Table {
    private final List<String> headings;

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    void print(List<List<String>> rows, PrintWriter out) {
        int[] widths = IntStream.range(0, headings.size())
                .map(column -> Math.max(
                        headings.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        out.println(line(headings, widths));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(cell).repeat(" ", widths[column] - cell.length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
