/** Wrong on purpose, for the rules to find. */
@NullMarked
package io.farshore.dist.wrong.core.store;

import org.jspecify.annotations.NullMarked;
