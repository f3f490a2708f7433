package io.farshore.bench.nbd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * What fio measured in one run of one job.
 *
 * @param requests completed
 * @param perSecond requests per second
 * @param bytesPerSecond of payload
 * @param meanNanos from a request's submission to its completion
 * @param p99Nanos so long, or shorter, took 99 of 100 requests
 */
record FioResult(long requests, double perSecond, double bytesPerSecond, double meanNanos, double p99Nanos) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Takes it out of fio's output in JSON. Lines before the object, which fio prints for warnings, are skipped.
     *
     * @throws IOException when the output is none of fio's, or the job failed
     */
    static FioResult parse(String output, boolean isRead) throws IOException {
        int start = output.startsWith("{") ? 0 : output.indexOf("\n{") + 1;
        JsonNode job = JSON.readTree(output.substring(start)).path("jobs").path(0);
        if (job.isMissingNode()) {
            throw new IOException(
                    "fio printed no job: " + output.lines().findFirst().orElse("nothing at all"));
        }
        int error = job.path("error").asInt();
        JsonNode done = job.path(isRead ? "read" : "write");
        long requests = done.path("total_ios").asLong();
        if (error != 0 || requests == 0) {
            throw new IOException("fio's job failed with error %d after %d requests".formatted(error, requests));
        }
        return new FioResult(
                requests,
                done.path("iops").asDouble(),
                done.path("bw_bytes").asDouble(),
                done.path("lat_ns").path("mean").asDouble(),
                done.path("clat_ns").path("percentile").path("99.000000").asDouble());
    }
}
