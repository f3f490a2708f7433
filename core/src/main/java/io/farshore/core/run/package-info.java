/** Index runs: the merged indexes of many segments, which can be read page by page as of any of their steps. */
@NullMarked
package io.farshore.core.run;

import org.jspecify.annotations.NullMarked;
