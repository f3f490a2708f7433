/**
 * From sealed segments to objects in cache storage, and back comes a position. Does not decide where a segment ends.
 */
@NullMarked
package io.farshore.dataplane.ship;

import org.jspecify.annotations.NullMarked;
