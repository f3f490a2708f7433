/**
 * What compaction writes and keeps for writers of different habits, over simulated days with the default retention policy. Run by
 * {@code farshore bench compact}.
 */
@NullMarked
package io.farshore.bench.compact;

import org.jspecify.annotations.NullMarked;
