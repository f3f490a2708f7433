package io.farshore.core.failure;

import java.io.IOException;

/** Written by a newer program. The bytes may be perfectly good, so this is not damage: the caller stops and says which version is needed. */
public final class FormatTooNewException extends IOException {
    public FormatTooNewException(String object, String format, int found, int newestKnown) {
        super("%s is a %s of version %d, and this program reads up to version %d: use a newer farshore"
                .formatted(object, format, found, newestKnown));
    }
}
