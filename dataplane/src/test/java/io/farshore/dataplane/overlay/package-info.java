@NullMarked
package io.farshore.dataplane.overlay;

import org.jspecify.annotations.NullMarked;
