/**
 * A store that can be changed without changing anything: for seeing what something would do by doing it. It is no means of keeping work: what
 * was written over the other store is gone when the overlay is closed.
 */
@NullMarked
package io.farshore.dataplane.overlay;

import org.jspecify.annotations.NullMarked;
