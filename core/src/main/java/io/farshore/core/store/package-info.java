/**
 * Object storage as cache storage and replica stores need it: whole objects, created at most once, read by range, listed in
 * order. The fencing of everything above rests on one promise only, that {@link io.farshore.core.store.ObjectStore#putIfAbsent}
 * lets exactly one of any number of racing creators win.
 */
@NullMarked
package io.farshore.core.store;

import org.jspecify.annotations.NullMarked;
