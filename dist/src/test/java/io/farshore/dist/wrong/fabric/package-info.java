/** Wrong on purpose, for the rules to find. */
@NullMarked
package io.farshore.dist.wrong.fabric;

import org.jspecify.annotations.NullMarked;
