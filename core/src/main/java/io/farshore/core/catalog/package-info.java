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
 * machines/&lt;machine&gt;/pin/&lt;id&gt;            {@link io.farshore.core.catalog.Pin}, replaced and removed by its reader
 * machines/&lt;machine&gt;/request/&lt;id&gt;        {@link io.farshore.core.catalog.Request}, removed by whoever answers it
 * machines/&lt;machine&gt;/log/&lt;g&gt;/&lt;n&gt;.seg     segments, see {@link io.farshore.core.log}
 * machines/&lt;machine&gt;/data/&lt;e&gt;/&lt;n&gt;.dat    payload that compaction moved
 * machines/&lt;machine&gt;/run/&lt;e&gt;/&lt;n&gt;.run     index runs, see {@link io.farshore.core.run}
 * machines/&lt;machine&gt;/key/&lt;d&gt;/&lt;w&gt;         data key d wrapped by wrapping key w, see {@link io.farshore.core.crypto}
 * </pre>
 * e and g have eight, k and n sixteen hexadecimal digits.
 *
 * <h2>Versions</h2>
 * Version k of the catalog is version k - 1 and the entries that k adds. The object of version k repeats the entries of the versions
 * before it back to the version that it points to, <em>below</em>: k - 1, or k - 16 when k is a multiple of 16, k - 256 when it is one of
 * 256, or k - 4096 when it is one of 4096. The last kind is a <em>snapshot</em>: instead of repeating 4096 versions it holds what makes the whole
 * state of version k - 1 from nothing, and then the entries that k adds; a reader stops there. So reading a version takes at most 46
 * objects. Each object carries the hash of the one below it: the newest one vouches for all.
 *
 * <h2>State</h2>
 * An <em>end</em> is where a segment ends. An <em>index run</em> stands for segments firstSegment to lastSegment of one generation. The
 * runs of a generation are adjacent from segment 1 on; behind them lie its <em>tail</em> segments. What the entries do, beside what
 * {@link io.farshore.core.catalog.CatalogEntry} says, and what a commit refuses:
 * <ul>
 * <li>A segment is of the newest generation and the next of it. A generation that starts from the one before needs it there.</li>
 * <li>A run replaces whole runs and segments, and starts where a run or the tail starts. Its steps are ends that could be told apart
 *     before, the last among them, and all that are recovery points.</li>
 * <li>A consistent end is a recovery point until it is dropped. A held one cannot be dropped, nor can its generation.</li>
 * <li>The newest generation cannot be dropped, and none from which the next one starts.</li>
 * <li>Garbage names its own version, so that a snapshot can say it again; it names no run and no tail segment of the state. Which
 *     segments and payload a run points to only the run knows: whoever commits garbage has read them.</li>
 * <li>SweepBegun comes before the first deletion, SweepDone after the last: the garbage up to its version leaves the state.</li>
 * <li>The floor is a snapshot that has a newer one. Versions below it may be gone, all or some; what else is missing is damage.
 *     Forks and hints may point below the floor.</li>
 * </ul>
 * A reader that finds a version missing looks again: if two snapshots came in the meantime, what it read may have been swept.
 *
 * <h2>Requests</h2>
 * Only the processor that holds the machine can commit. Who wants another retention, or a point held or released, creates {@code request/ID}
 * and waits until it is gone. The holder looks for requests now and then, commits what they ask in the order in which they were asked,
 * and then removes them. Dying in between it leaves a request that is done already, which its successor only removes. A request
 * that cannot be done is removed too: whoever asked reads the catalog to see. An asker that waits no longer removes its request, and reads the
 * catalog as well: it may have been done at that moment.
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
