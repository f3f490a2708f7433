package io.farshore.fabric.qmp;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The top block node under one device of the guest, from {@code query-block}.
 *
 * @param device QEMU's path of the device; contains libvirt's alias for it
 * @param node the node's name
 * @param direct opened past the page cache
 * @param noFlush flushes are dropped
 * @param detectZeroes QEMU's word: off, on or unmap
 * @param backed whether there is a backing file, in the graph or named in the image's header
 */
public record AttachedNode(
        String device,
        String node,
        String driver,
        long virtualSizeBytes,
        boolean readOnly,
        boolean direct,
        boolean noFlush,
        String detectZeroes,
        boolean backed) {

    static AttachedNode of(JsonNode device) {
        var inserted = device.path("inserted");
        var image = inserted.path("image");
        return new AttachedNode(
                device.path("qdev").asText(),
                inserted.path("node-name").asText(),
                inserted.path("drv").asText(),
                image.path("virtual-size").asLong(),
                inserted.path("ro").asBoolean(),
                inserted.path("cache").path("direct").asBoolean(),
                inserted.path("cache").path("no-flush").asBoolean(),
                inserted.path("detect_zeroes").asText("off"),
                inserted.path("backing_file_depth").asInt() > 0 || image.has("backing-filename"));
    }

    /** Whether this is the node under the device that libvirt calls by this alias. */
    public boolean isUnder(String alias) {
        return (device + "/").contains("/" + alias + "/") || device.equals(alias);
    }
}
