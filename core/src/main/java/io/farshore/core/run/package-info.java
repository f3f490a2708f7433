/**
 * Index runs: the merged indexes of adjacent segments of one generation. A run can be read as of any of its steps, page by page, and a page
 * holds all that is needed to read the bytes it speaks of: which frames of which objects. {@link io.farshore.core.run.RunMerger} makes one run
 * of several and of segments; payload stays where it is, or moves into data objects. Knows no thread and, but for
 * {@link io.farshore.core.run.ObjectBytes}, no store.
 *
 * <h2>Run and data object, format version 1</h2>
 * Numbers as in {@link io.farshore.core.format}.
 * <pre>
 * header (64 bytes)
 *   magic             8  "FARSHRUN" or "FARSHDAT"
 *   version           2
 *   header length     2  64
 *   flags             4  4 encrypted
 *   machine          16  id
 *   epoch             4
 *   number            8  within the epoch
 *   key              16  id of the data key, or zero
 *   checksum          4  CRC32C of the 60 bytes before it
 * run: pages          each compressed by zstd
 *      objects        compressed: varint count of steps, each varint plain bytes written in it; varint count of objects, each
 *                     {@link io.farshore.core.run.ObjectUse}
 *      fences         compressed: varint count, each {@link io.farshore.core.run.Fence}, sorted by disk and offset
 * data object:
 *      frames         as in a segment
 *      table          compressed: varint count of frames, each as in the index of a segment
 * footer (84 bytes)
 *   objects, fences  2 * 20  where each is: offset 8, stored length 4, plain length 4, CRC32C of the stored bytes 4. Of a data object
 *                     twice the table.
 *   identity         32  SHA-256 of everything before the footer
 *   checksum          4  CRC32C of the 72 bytes before it
 *   magic             8  "FARSHFIN"
 *
 * page
 *   objects           varint count, then each: {@link io.farshore.core.run.StoredName}
 *   frames            varint count, then each: varint ordinal of its object, varint number in the object, varints stored offset,
 *                     stored length, plain offset in the object's payload, plain length, u8 codec, i32 CRC32C of the plain bytes
 *   entries           varint count, then each: varint offset less that of the entry before, varint length, varint step, u8 kind
 *                     (0 zeros, 1 payload right behind that of the data entry before, 2 payload elsewhere: varint address)
 * </pre>
 * Payload addresses in a page count in the plain bytes of its frames, one after the other. Entries are sorted by offset, then by step; those of one
 * step do not overlap. An entry says what its range held from its step on, until an entry of a later step or a later run says otherwise.
 */
@NullMarked
package io.farshore.core.run;

import org.jspecify.annotations.NullMarked;
