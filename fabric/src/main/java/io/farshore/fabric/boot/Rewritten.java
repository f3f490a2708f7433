package io.farshore.fabric.boot;

import java.util.List;

/**
 * A definition made fit for another host.
 *
 * @param leftOut what belonged to the old host and is not in it any more, in words
 */
public record Rewritten(String definition, List<String> leftOut) {
    public Rewritten {
        leftOut = List.copyOf(leftOut);
    }
}
