/** Tests of the scripts in the root of the checkout and below {@code packaging}, run by a real bash in small made-up checkouts. */
@NullMarked
package io.farshore.dist.launcher;

import org.jspecify.annotations.NullMarked;
