package io.farshore.dist.documents;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A command as a document shows it.
 *
 * @param line where in the document, from 1
 * @param output the lines shown below it; none when the document leaves the output open
 */
record ShownCommand(int line, String command, List<String> output) {
    private static final String ANYTHING = "…";

    ShownCommand {
        output = List.copyOf(output);
    }

    boolean agreesWith(String actual) {
        return output.isEmpty() || pattern().matcher(stripped(actual)).matches();
    }

    private static String stripped(String actual) {
        return actual.lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
    }

    private Pattern pattern() {
        StringBuilder pattern = new StringBuilder();
        for (String shown : output) {
            pattern.append(shown.strip().equals(ANYTHING) ? "(?:.*\n)*" : lineLike(shown.stripTrailing()) + "\n");
        }
        return Pattern.compile(pattern.toString());
    }

    private static String lineLike(String shown) {
        return Pattern.quote(shown).replace(ANYTHING, "\\E.*\\Q");
    }
}
