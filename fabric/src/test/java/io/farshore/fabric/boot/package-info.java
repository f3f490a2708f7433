/** Tests. */
@NullMarked
package io.farshore.fabric.boot;

import org.jspecify.annotations.NullMarked;
