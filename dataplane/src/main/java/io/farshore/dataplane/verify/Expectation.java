package io.farshore.dataplane.verify;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.ObjectHash;

/** What must hold of an object, and how it is said when it does not. */
final class Expectation {
    private Expectation() {}

    static void require(String key, String expected, boolean holds, String found) throws CorruptDataException {
        if (!holds) {
            throw new CorruptDataException(key, 0, expected, found);
        }
    }

    static void hash(String key, ObjectHash expected, ObjectHash found) throws CorruptDataException {
        require(key, "an object with hash " + expected, found.equals(expected), found.toString());
    }
}
