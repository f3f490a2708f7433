package io.farshore.core.log;

import java.util.regex.Pattern;

/** Names of machines and disks: they become parts of object keys and of file names. */
public final class Names {
    /** The longest name in characters. */
    public static final int LONGEST = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Names() {}

    /** Refuses a name that cannot be part of a key. */
    public static String check(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no name for a %s: use 1 to 64 of A-Z a-z 0-9 . _ -, starting with a letter or digit"
                            .formatted(name, what));
        }
        return name;
    }
}
