/**
 * How a command reaches the capture that runs on the same host: a unix socket beside those of the disks, one JSON object a line.
 * A request is {@code {"command": …}}, its answer {@code {"ok": true, …}} or {@code {"ok": false, "error": …}}.
 */
@NullMarked
package io.farshore.dataplane.control;

import org.jspecify.annotations.NullMarked;
