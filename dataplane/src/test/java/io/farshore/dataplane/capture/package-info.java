/** Capture, part by part. */
@NullMarked
package io.farshore.dataplane.capture;

import org.jspecify.annotations.NullMarked;
