/**
 * Disks of a view into files: sparse raw ones, or other formats by way of {@code qemu-img}. A file has its name only when it is complete
 * and durable, so that nothing incomplete is ever taken for a disk; until then there is {@code NAME.partial}: a file for raw, a
 * folder for other formats.
 *
 * <p>Beside a raw one is {@code NAME.partial.journal}: of what, and how far. Why going on with it never gives wrong bytes: the journal
 * is replaced whole, and only after the data it speaks of is on stable storage; what lies behind is cut off before more is written; it
 * names the file by its inode; a view of a point never changes. A journal that cannot be read says nothing, so that the restore
 * starts over; one of another point, disk, machine or store is refused.
 */
@NullMarked
package io.farshore.dataplane.restore;

import org.jspecify.annotations.NullMarked;
