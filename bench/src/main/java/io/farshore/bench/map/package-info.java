/**
 * What knowing where every byte of a disk is costs, in memory and in time: {@link io.farshore.core.extent.ExtentMap} next to a tree
 * map of the same extents, and index runs. Run by {@code farshore bench map}.
 */
@NullMarked
package io.farshore.bench.map;

import org.jspecify.annotations.NullMarked;
