/**
 * A small guest that keeps count, for proving what a replica holds. It boots from its own first disk, says what it finds, and
 * then writes numbered records for ever, reporting each on its serial console once it is durable.
 *
 * <h2>Disks</h2>
 *
 * {@code vda} starts with a FAT file system of 24 MiB with boot loader, kernel and the guest itself; the rest of it, and the whole
 * of {@code vdb} when there is one, are places of 4096 bytes for records. With {@code D} disks, record {@code n} (from 1) is on
 * disk {@code (n - 1) mod D} at place {@code (n - 1) div D}. A record is never written again, so each write of the guest is one
 * record, and no later write can hide that an earlier one is missing.
 *
 * <h2>Record</h2>
 *
 * 4095 characters of ASCII and a line feed: {@code "NUMBER TIME SUM abcdefghijklmnopqrstuvwxyz0123456789 "} repeated and cut.
 * TIME is the guest's time in milliseconds, SUM is {@code ((NUMBER * 69069 + TIME div 1000) mod P * 69069 + TIME mod 1000) mod P}
 * with {@code P = 2147483647}. Every byte follows from the number and the time, and a checker compares every byte.
 *
 * <h2>Console</h2>
 *
 * <pre>
 * FARSHORE UP
 * FARSHORE FOUND records=N highest=N contiguous=yes|no damaged=N torn=N lasttime=MILLIS
 * FARSHORE RECORD n           once record n is durable (written and flushed)
 * FARSHORE CHECKED | STOPPED … | FULL | FAILED …     nothing more will be written
 * </pre>
 *
 * Records are a <em>prefix</em> when they are exactly 1 to some k, and nothing else is there but perhaps a part of record k + 1
 * (torn), which was in flight.
 */
@NullMarked
package io.farshore.testbed.guest;

import org.jspecify.annotations.NullMarked;
