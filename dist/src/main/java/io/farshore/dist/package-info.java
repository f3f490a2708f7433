/**
 * The program: where the commands of all modules become one command line ({@link io.farshore.dist.Farshore}). One of the
 * few packages that may reach for the clock and for chance, to hand them to everything else. Nothing depends on it.
 */
@NullMarked
package io.farshore.dist;

import org.jspecify.annotations.NullMarked;
