package io.farshore.dataplane.compact;

import io.farshore.core.catalog.CatalogEntry;
import java.util.List;

/** What compaction wants to have committed. It holds as long as only segments and generations have been accepted in between. */
public interface Proposal {
    /**
     * @param version that they will be committed as
     * @param highestFloor that this commit may set
     */
    List<CatalogEntry> entries(long version, long highestFloor);
}
