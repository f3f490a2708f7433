package io.farshore.bench.figures;

import java.util.ArrayList;
import java.util.List;

/** Lines of a table: the first column to the left, numbers to the right. A row of one cell is a heading over all columns. */
public final class Columns {
    private Columns() {}

    public static List<String> lines(List<String> headings, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(rows);
        all.addFirst(headings);
        int[] widths = new int[headings.size()];
        for (List<String> row : all) {
            for (int column = 0; row.size() > 1 && column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String space = " ".repeat(Math.max(0, widths[column] - cell.length()));
            line.append(column == 0 ? cell + space : "  " + space + cell);
        }
        return line.toString().stripTrailing();
    }
}
