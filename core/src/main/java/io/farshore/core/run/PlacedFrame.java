package io.farshore.core.run;

import io.farshore.core.log.Frame;

/**
 * A frame and the object that holds it.
 *
 * @param number of the frame in its object
 * @param frame its {@code plainOffset} counts in the payload of its object
 */
public record PlacedFrame(StoredName object, int number, Frame frame) {}
