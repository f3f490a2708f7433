/** x */
@NullMarked
package io.farshore.testbed.guest;

import org.jspecify.annotations.NullMarked;
