/**
 * The change log of a machine: every change to any of its disks in one sequence, cut into segments. A segment is an immutable
 * object; the same bytes lie in cache storage and in the replica store. Knows no thread and no store.
 *
 * <h2>Segment, format version 1</h2>
 * Numbers as in {@link io.farshore.core.format}.
 * <pre>
 * header (128 bytes)
 *   magic             8  "FARSHSEG"
 *   version           2
 *   header length     2  128
 *   flags             4  1 consistent: the machine's disks as of the last position are a recovery point
 *                        2 after gap: changes before the first position were tracked, not logged
 *                        4 encrypted: frames and index are sealed with the segment's key, see {@link io.farshore.core.crypto}
 *   machine          16  id
 *   generation        4
 *   number            8  from 1 within the generation, without gaps
 *   first sequence    8  of the changes in here; last sequence + 1 when there are none
 *   last sequence     8
 *   first time        8  instant of the first change (or of the seal)
 *   last time         8  instant of the seal; never before that of an earlier segment of the generation
 *   captured bytes    8  length of all writes of the generation up to the last sequence; zeros count nothing
 *   writer           16  nonce of the writer that claimed the generation
 *   key              16  id of the data key; zero exactly when not encrypted
 *   reserved          8  zero
 *   checksum          4  CRC32C of the 124 bytes before it
 * frames              each at most 64 KiB of payload, compressed by zstd or, where that saves less than a sixteenth, as it is;
 *                     then, when encrypted, sealed as the part with the frame's number, counted from 0: 16 bytes longer
 * index               compressed by zstd; then, when encrypted, sealed as part 4,294,967,295
 *   frames            varint count (at most 65,536), then each: varint stored length, varint plain length, u8 codec (0 raw, 1 zstd),
 *                     i32 CRC32C of the plain bytes
 *   entries           varint count (at most 1,048,576), then each: varint disk, u8 kind (1 data, 2 zeros), varint offset, varint length.
 *                     Sorted by disk and offset, not overlapping. The offset counts from the end of the entry before on the
 *                     same disk. The payload of data entries lies in entry order in the frames.
 *   marks             varint count (at most 1,024), then each: varint sequence, instant, u8 kind, text name (at most 256 bytes)
 * footer (64 bytes)
 *   index offset      8  from the start of the object
 *   index stored      4  length in bytes
 *   index plain       4  length in bytes, at most 16 MiB
 *   index checksum    4  CRC32C of the stored bytes
 *   identity         32  SHA-256 of everything before the footer
 *   checksum          4  CRC32C of the 52 bytes before it
 *   magic             8  "FARSHEND"
 * </pre>
 * Inside a segment only the newest change to a byte is kept: recovery points lie at segment ends only, and a mark ends a segment.
 * A trim is logged as zeros, since both read as zeros afterwards. An all-zero 4 KiB block of payload becomes zeros.
 *
 * Encrypted segments came after the others; programs that do not know them refuse the flag. An encrypted segment shows who wrote it,
 * when, how many changes and how much; where the changes were, what they were and the marks are sealed. Stored lengths count the
 * tag; checksums of frames are of the plain bytes and lie in the sealed index; the checksum of the index and the identity are of the
 * stored bytes. So an encrypted segment can be copied, and checked against the catalog, without a key.
 *
 * <h2>Cache storage of a machine</h2>
 * <pre>
 * cache/&lt;machine&gt;/generation/&lt;g&gt;       {@link io.farshore.core.log.GenerationClaim}, created once: who captures from here on
 * cache/&lt;machine&gt;/generation/&lt;g&gt;.end   {@link io.farshore.core.log.GenerationEnd}, created once: everything captured has been cached
 * cache/&lt;machine&gt;/log/&lt;g&gt;/&lt;n&gt;.seg      segments; removed once the replica store has them
 * cache/&lt;machine&gt;/key/&lt;d&gt;/&lt;w&gt;          data key d wrapped by wrapping key w, see {@link io.farshore.core.crypto}
 * cache/&lt;machine&gt;/replicated         {@link io.farshore.core.log.ReplicatedPosition}, replaced by the processor: what comes back
 * </pre>
 * g has eight, n sixteen hexadecimal digits, so that the order of keys is the order of numbers.
 */
@NullMarked
package io.farshore.core.log;

import org.jspecify.annotations.NullMarked;
