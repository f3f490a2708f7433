/** Wrong on purpose, for the rules to find. */
@NullMarked
package io.farshore.dist.wrong.core.block;

import org.jspecify.annotations.NullMarked;
