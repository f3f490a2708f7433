/** The demonstration: that it shows what it says, and that it does not say so when something is broken. */
@NullMarked
package io.farshore.dist.demo;

import org.jspecify.annotations.NullMarked;
