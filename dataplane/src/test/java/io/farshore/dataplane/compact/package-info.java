@NullMarked
package io.farshore.dataplane.compact;

import org.jspecify.annotations.NullMarked;
