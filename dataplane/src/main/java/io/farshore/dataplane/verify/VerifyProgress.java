package io.farshore.dataplane.verify;

/** Hears how far a verification is; called on the verifying thread, after each object. */
@FunctionalInterface
public interface VerifyProgress {
    /**
     * @param objects of the machine read so far
     * @param totalObjects of the machine, as far as known yet
     * @param bytes of the machine read so far
     */
    void verified(String machine, long objects, long totalObjects, long bytes);
}
