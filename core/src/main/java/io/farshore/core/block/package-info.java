/**
 * A disk as the rest of the program sees it: a line of bytes that is read, written, zeroed, trimmed and flushed.
 * Knows no protocol and no log. Everything that looks like a disk implements {@link io.farshore.core.block.BlockDevice},
 * and wrappers (a fault, a delay, a split) wrap it.
 */
@NullMarked
package io.farshore.core.block;

import org.jspecify.annotations.NullMarked;
