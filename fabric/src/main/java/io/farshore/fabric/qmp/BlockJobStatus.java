package io.farshore.fabric.qmp;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One running block job, from {@code query-block-jobs}. A job that ended is not listed any more.
 *
 * @param doneBytes of {@code totalBytes}; both may grow while the guest writes
 * @param limit bytes per second, 0 without limit
 */
public record BlockJobStatus(String id, String type, String status, long doneBytes, long totalBytes, long limit) {
    static BlockJobStatus of(JsonNode job) {
        return new BlockJobStatus(
                job.path("device").asText(),
                job.path("type").asText(),
                job.path("status").asText(),
                job.path("offset").asLong(),
                job.path("len").asLong(),
                job.path("speed").asLong());
    }
}
