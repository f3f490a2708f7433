/**
 * How bytes of every format are laid out, so that the formats themselves are lists of fields.
 *
 * <p>Numbers are big-endian. A <em>varint</em> is an unsigned number of at most 63 bits in groups of seven, lowest first, the top bit set
 * on all but the last byte; at most nine bytes. A <em>text</em> is a varint count of bytes and UTF-8. An <em>instant</em> is eight bytes,
 * microseconds since 1970-01-01T00:00Z. An <em>id</em> is sixteen bytes.
 *
 * <p>Every small object is an {@linkplain io.farshore.core.format.Envelope envelope}:
 * <pre>
 * magic      8  "FARSHORE"
 * format     1 + n  count of bytes, then the format's name in ASCII
 * version    2  of that format
 * length     4  of the body in bytes
 * body       n  the format's own fields; the first is the id of the machine it belongs to
 * checksum   4  CRC32C of everything before it
 * </pre>
 * A body of a newer version is refused ({@link io.farshore.core.failure.FormatTooNewException}) only after the checksum held, so
 * that damage is never taken for novelty.
 */
@NullMarked
package io.farshore.core.format;

import org.jspecify.annotations.NullMarked;
