/** Tests. */
@NullMarked
package io.farshore.fabric.mirror;

import org.jspecify.annotations.NullMarked;
