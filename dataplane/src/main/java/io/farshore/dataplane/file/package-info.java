/** Disks that are local files or block devices. */
@NullMarked
package io.farshore.dataplane.file;

import org.jspecify.annotations.NullMarked;
