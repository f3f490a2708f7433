package io.farshore.core.run;

import io.farshore.core.log.ObjectHash;
import java.util.List;

/**
 * A run that is not stored yet.
 *
 * @param bytes of its object; not copied, not to be changed
 * @param objects that it points into
 */
@SuppressWarnings("ArrayRecordComponent") // an identity of its own is not needed: compared by the hash beside it
public record BuiltRun(byte[] bytes, ObjectHash identity, long entries, List<ObjectUse> objects) {
    /** Payload that it points to, in plain bytes. */
    public long keptBytes() {
        return objects.stream().mapToLong(ObjectUse::liveBytes).sum();
    }
}
