package io.farshore.core.extent;

import java.util.ArrayList;
import java.util.List;

/** One visit of a {@link ExtentMap.Visitor}. */
record Part(long offset, long length, long address) {
    static List<Part> of(ExtentMap map, long offset, long length) {
        List<Part> parts = new ArrayList<>();
        map.forEach(offset, length, (o, l, a) -> parts.add(new Part(o, l, a)));
        return parts;
    }

    static List<Part> mapped(ExtentMap map) {
        List<Part> parts = new ArrayList<>();
        map.forEachMapped((o, l, a) -> parts.add(new Part(o, l, a)));
        return parts;
    }
}
