package io.farshore.core.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a machine's change log: after the change of this sequence number. Written {@code generation.sequence}.
 *
 * @param generation from 1; issued at each change of source
 * @param sequence number of changes of the generation up to here; 0 is before the first
 */
public record Position(int generation, long sequence) implements Comparable<Position> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\.(\\d{1,18})");

    public Position {
        if (generation < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "no position: generation %d, sequence %d".formatted(generation, sequence));
        }
    }

    /** The position that the text names, or null when the text is not of that form. */
    public static @Nullable Position parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new Position(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)))
                : null;
    }

    @Override
    public int compareTo(Position other) {
        return generation == other.generation
                ? Long.compare(sequence, other.sequence)
                : Integer.compare(generation, other.generation);
    }

    @Override
    public String toString() {
        return generation + "." + sequence;
    }
}
