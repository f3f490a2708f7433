package io.farshore.agent.attach;

import io.farshore.core.log.Names;
import io.farshore.dataplane.capture.CaptureSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * Which domain is to be captured, and how.
 *
 * @param uri of libvirt
 * @param machine the machine's name in cache storage and in the replica store
 * @param listen the folder for the sockets
 * @param excluded disks that are not replicated, by target name
 * @param copyBytesPerSecond limit of the initial copy per disk, 0 without limit
 */
public record AttachRequest(
        String uri,
        String domain,
        String machine,
        Path listen,
        List<String> excluded,
        long copyBytesPerSecond,
        CaptureSettings settings) {
    public AttachRequest {
        Names.check("machine", machine);
        excluded = List.copyOf(excluded);
    }
}
