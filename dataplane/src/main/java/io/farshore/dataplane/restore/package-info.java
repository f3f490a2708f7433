/**
 * Disks of a view into plain sparse files. A file has its name only when it is complete and durable; until then it is called
 * {@code NAME.partial}, so that nothing incomplete is ever taken for a disk.
 */
@NullMarked
package io.farshore.dataplane.restore;

import org.jspecify.annotations.NullMarked;
