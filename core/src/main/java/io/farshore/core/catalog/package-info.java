/**
 * A machine's state in the replica store, which describes itself: with nothing but the objects below its prefix, every recovery
 * point can be found and opened. Everything is created once and never replaced, but for one hint that may be wrong.
 *
 * <h2>Layout</h2>
 * <pre>
 * machines/&lt;machine&gt;/descriptor          {@link io.farshore.core.catalog.ReplicaDescriptor}: which machine this is
 * machines/&lt;machine&gt;/epoch/&lt;e&gt;           {@link io.farshore.core.catalog.EpochClaim}: which processor writes from here on
 * machines/&lt;machine&gt;/epoch/&lt;e&gt;.fork      {@link io.farshore.core.catalog.CatalogPointer}: the last version before epoch e
 * machines/&lt;machine&gt;/catalog/&lt;e&gt;/&lt;k&gt;     {@link io.farshore.core.catalog.CatalogObject}: version k
 * machines/&lt;machine&gt;/catalog/hint        {@link io.farshore.core.catalog.CatalogPointer}, replaced: some recent version; only where to look first
 * machines/&lt;machine&gt;/log/&lt;g&gt;/&lt;n&gt;.seg     segments, see {@link io.farshore.core.log}
 * machines/&lt;machine&gt;/key/&lt;d&gt;/&lt;w&gt;         data key d wrapped by wrapping key w, see {@link io.farshore.core.crypto}
 * </pre>
 * e and g have eight, k and n sixteen hexadecimal digits.
 *
 * <h2>Versions</h2>
 * Version k of the catalog is version k - 1 and the entries that k adds. The object of version k repeats the entries of the versions
 * before it back to the version that it points to, <em>below</em>: k - 1, or k - 64 when k is a multiple of 64, or k - 4096 when
 * it is one of 4096. So a commit writes O(1) entries on average, and reading version k takes at most 126 objects and one more for
 * each 4096 versions. Each object carries the hash of the one below it: the newest one vouches for all.
 *
 * <h2>Why a processor that was overtaken can do no harm</h2>
 * <ol>
 * <li>A processor takes a machine by creating {@code epoch/e} with e one above the newest. Creation succeeds for one only.</li>
 * <li>After that it lists {@code catalog/(e-1)/} and fixes, in {@code epoch/e.fork}, the last version of the epochs before. Objects
 *     of older epochs above their successor's fork are void for everybody, forever.</li>
 * <li>A commit of epoch e creates {@code catalog/e/k}, and <em>then</em> looks whether {@code epoch/(e+1)} exists. Only if it does
 *     not is the commit acknowledged: the cache may be freed, the position published.</li>
 * <li>So if a commit was acknowledged, its object was there before the successor's claim, hence before the successor's listing, hence
 *     it is at or below the fork. A commit whose object came after that listing finds the claim and is never acknowledged.</li>
 * <li>If the claimant of e dies before its fork, the claimant of e + 1 creates it, by the same listing. Whoever comes second
 *     takes what the first one wrote.</li>
 * </ol>
 * It needs a store in which creation is exclusive and listings are read-after-write; S3, Azure Blob and a file system are so.
 */
@NullMarked
package io.farshore.core.catalog;

import org.jspecify.annotations.NullMarked;
