/** Descriptions of objects and stores. */
@NullMarked
package io.farshore.dataplane.inspect;

import org.jspecify.annotations.NullMarked;
