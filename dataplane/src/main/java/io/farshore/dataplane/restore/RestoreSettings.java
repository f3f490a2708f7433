package io.farshore.dataplane.restore;

import java.time.Duration;

/**
 * How a restore goes about it.
 *
 * @param overwrite whether files that are there are replaced, and what an interrupted restore left is thrown away
 * @param resume whether a restore that was interrupted goes on
 * @param checkpoint how often, at least, what has been written is made durable, so that a resumed restore need not write it again
 */
public record RestoreSettings(ImageFormat format, boolean overwrite, boolean resume, Duration checkpoint) {
    private static final Duration USUAL_CHECKPOINT = Duration.ofSeconds(1);

    public RestoreSettings {
        if (resume && format != ImageFormat.RAW) {
            throw new IllegalArgumentException(
                    ("only raw files can be resumed: qemu-img, which writes %s, starts each time from the beginning;"
                                    + " leave --resume out")
                            .formatted(format));
        }
    }

    public static RestoreSettings of(ImageFormat format, boolean overwrite, boolean resume) {
        return new RestoreSettings(format, overwrite, resume, USUAL_CHECKPOINT);
    }
}
