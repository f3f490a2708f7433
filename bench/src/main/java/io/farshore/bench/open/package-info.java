/**
 * What opening a recovery point costs: {@link io.farshore.core.catalog.CatalogReader} and
 * {@link io.farshore.dataplane.view.MachineView} by number of segments, with index runs and without. Run by {@code farshore bench open}.
 */
@NullMarked
package io.farshore.bench.open;

import org.jspecify.annotations.NullMarked;
