/** Restores to real files, and what may go wrong on the way. */
@NullMarked
package io.farshore.dataplane.restore;

import org.jspecify.annotations.NullMarked;
