package io.farshore.core.catalog;

import io.farshore.core.log.Names;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.StoredName;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where things lie in a replica store; the layout is in the package's documentation. */
public record ReplicaKeys(String machine) {
    /** Everything that Farshore keeps in a replica store lies below this. */
    public static final String ROOT = "machines/";

    private static final Pattern VERSION = Pattern.compile("/[0-9a-f]{8}/([0-7][0-9a-f]{15})$");

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
        return of(new StoredName.OfSegment(id));
    }

    public String of(StoredName object) {
        return root() + object.key();
    }

    /** Pins lie below this. */
    public String pins() {
        return root() + "pin/";
    }

    public String pin(UUID id) {
        return pins() + id;
    }

    /** Requests to whoever holds the machine lie below this. */
    public String requests() {
        return root() + "request/";
    }

    String request(UUID id) {
        return requests() + id;
    }

    /** The number of the version that the key is of, or -1 when it is none. */
    public long versionIn(String key) {
        Matcher matcher = VERSION.matcher(key);
        return key.startsWith(catalogs()) && matcher.find() ? Long.parseLong(matcher.group(1), 16) : -1;
    }

    /** Payload that compaction moved. */
    public String data() {
        return root() + "data/";
    }

    /** Index runs. */
    public String runs() {
        return root() + "run/";
    }

    /** Where an object of payload or an index lies. */
    public String object(StoredName name) {
        return root() + name.key();
    }
}
