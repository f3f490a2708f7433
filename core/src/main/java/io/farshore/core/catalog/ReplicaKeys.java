package io.farshore.core.catalog;

import io.farshore.core.log.Names;
import io.farshore.core.log.SegmentId;

/** Where things lie in a replica store; the layout is in the package's documentation. */
public record ReplicaKeys(String machine) {
    /** Everything that Farshore keeps in a replica store lies below this. */
    public static final String ROOT = "machines/";

    static final String FORK = ".fork";

    public ReplicaKeys {
        Names.check("machine", machine);
    }

    public String root() {
        return ROOT + machine + "/";
    }

    public String descriptor() {
        return root() + "descriptor";
    }

    public String epochs() {
        return root() + "epoch/";
    }

    String epoch(int epoch) {
        return epochs() + "%08x".formatted(epoch);
    }

    String fork(int epoch) {
        return epoch(epoch) + FORK;
    }

    /** Versions of all epochs, and the hint, lie below this. */
    public String catalogs() {
        return root() + "catalog/";
    }

    String versions(int epoch) {
        return catalogs() + "%08x/".formatted(epoch);
    }

    String version(int epoch, long number) {
        return versions(epoch) + "%016x".formatted(number);
    }

    public String hint() {
        return catalogs() + "hint";
    }

    /** Wrapped data keys lie below this; see {@link io.farshore.core.crypto}. */
    public String dataKeys() {
        return root() + "key/";
    }

    public String logs() {
        return root() + "log/";
    }

    public String segment(SegmentId id) {
        return logs() + "%08x/".formatted(id.generation()) + SegmentId.fileName(id.number());
    }
}
