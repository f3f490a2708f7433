@NullMarked
package io.farshore.dataplane.usage;

import org.jspecify.annotations.NullMarked;
