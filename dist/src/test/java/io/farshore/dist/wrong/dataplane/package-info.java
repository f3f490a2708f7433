/** Wrong on purpose, for the rules to find. */
@NullMarked
package io.farshore.dist.wrong.dataplane;

import org.jspecify.annotations.NullMarked;
