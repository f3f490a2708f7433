package io.farshore.dataplane.capture;

/** Where the capture of a machine stands. One picture of the transitions is in the package's documentation. */
public sealed interface CaptureState {
    /** Before the first change. */
    record Attaching() implements CaptureState {}

    /** The first full copy is under way. */
    record InitialReplication() implements CaptureState {}

    /** Every change is in the log; its end is a recovery point. */
    record Streaming() implements CaptureState {}

    /** Memory is used up: changes are acknowledged, and only where they were is kept. */
    record Tracking() implements CaptureState {}

    /** What differs after a gap is being copied. */
    record Resync() implements CaptureState {}

    /** Ended in an orderly way. */
    record Detached() implements CaptureState {}

    /**
     * A newer generation exists, or the log cannot go on.
     *
     * @param reason for people
     */
    record Fenced(String reason) implements CaptureState {}

    /** The name as events and status show it. */
    default String label() {
        return switch (this) {
            case Attaching a -> "attaching";
            case InitialReplication i -> "initialReplication";
            case Streaming s -> "streaming";
            case Tracking t -> "tracking";
            case Resync r -> "resync";
            case Detached d -> "detached";
            case Fenced f -> "fenced";
        };
    }
}
