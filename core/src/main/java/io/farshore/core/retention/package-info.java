/**
 * Which recovery points of a machine are kept. Pure: knows no catalog, no store and no clock, and deletes nothing.
 *
 * <h2>The rule</h2>
 * The age of a point is measured from the newest point, so that old points stay while no new ones come. Slots are pieces of time of
 * one, two or four hours, aligned to 1970-01-01T00:00Z, so that they nest. The <em>first</em> of a slot is its oldest marked
 * crash-consistent point; without one, its oldest app-consistent point; without one, the oldest end of a segment in it. A point is
 * kept, at an age below the limit,
 * <ol>
 * <li>of the fine window (4 hours unless the policy says else): always;</li>
 * <li>of 2 hours: when it is marked;</li>
 * <li>of 1 day: when it is the first of its hour;</li>
 * <li>of 7 days: when it is the first of its two hours;</li>
 * <li>of the retention: when it is the first of its four hours;</li>
 * <li>at any age: when it is held, or the newest.</li>
 * </ol>
 * App-consistent points are thinned by the same slots among themselves too: the oldest one of each slot is kept as well. With a
 * retention of 0 the newest point and the held ones are kept, no more. A limit is capped by the end of retention.
 *
 * <h2>Why thinning often or seldom comes to the same</h2>
 * The first of a slot is the minimum of an order of all points, hence the first of a long slot is the first of its short slot,
 * and a new point can only displace it. So nothing that was dropped is asked for later. It remains to see that a point does not
 * become the first of its slot because the true first is gone already. That one is older by less than the slot, and is
 * kept to a later limit. Therefore limits are the same or at least a slot apart: a limit that lies less than the next
 * slot's length before the next limit moves up to it. With a retention of 7 days and 3 hours, for example, points two hours apart are
 * kept to its end. Hence thinning after each new point ends with the very set of thinning once.
 *
 * <h2>Clocks that are wrong</h2>
 * Points are in the order of their positions, of all generations together. Times may go back where a generation begins. Then a point counts
 * for its age as made no later than the points after it; its slot is that of the time it carries. So points from before a clock
 * was set back age along with those that came after, and go with them. A clock that jumps ahead looks like a long time without
 * points: those before it go, the newest stays. Who thins can prevent that with a clock of its own: no point is taken to be
 * newer than that clock says, and when that clock is behind, more is kept. While times go back, thinning often may keep a
 * little else than thinning once: it is never undone, thinning again changes nothing, and the newest and held points stay.
 */
@NullMarked
package io.farshore.core.retention;

import org.jspecify.annotations.NullMarked;
