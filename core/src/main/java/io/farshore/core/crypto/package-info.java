/**
 * Encryption of a machine's objects, and the keys for it. Three kinds of keys, each protecting the next:
 * <ol>
 * <li>A <em>wrapping key</em> stays with a {@link io.farshore.core.crypto.KeyProvider}: a key file, or a key management service. It
 *     is in no store.</li>
 * <li>A <em>data key</em> belongs to one machine. It lies in the stores, wrapped by a wrapping key, so that a new wrapping key
 *     costs no rewriting of data.</li>
 * <li>An <em>object's key</em> is derived from a data key for one object, and is stored nowhere.</li>
 * </ol>
 *
 * <h2>Sealing an object, version 1</h2>
 * <pre>
 * identity   a text that names the object and nothing else, ever:
 *              segment/&lt;machine id&gt;/&lt;generation, 8 hex digits&gt;/&lt;number, 16 hex digits&gt;/&lt;writer&gt;
 *              definition/&lt;machine id&gt;/&lt;generation, 8 hex digits&gt;/&lt;writer&gt;
 *              object/&lt;machine id&gt;/&lt;the object's key below the machine's prefix&gt;
 * key        HKDF-SHA256, without salt, of the data key; info "farshore v1 " + identity; 32 bytes
 * part       AES-256-GCM; nonce: the part's number, 96 bit; additional data: identity, i64 part number, i32 plain length
 * stored     ciphertext, then the tag of 16 bytes
 * </pre>
 * The plain length is that of the part before it was compressed. No two parts share key and nonce: an identity has one writer (a
 * segment's names its writer, who numbers its segments once; other objects have names that are never used again), and that writer seals each part once, or again
 * with the same bytes. Tags show any change to a part, and a part in another's place. What an object holds outside its parts is
 * protected by its hash in the catalog only.
 *
 * <h2>A wrapped data key</h2>
 * An object {@code <prefix>/key/<data key id>/<wrapping key id>}, created once, beside whatever it protects: below {@code
 * cache/<machine>} and below {@code machines/<machine>}. Format {@code wrapped-key}, version 1, see {@link
 * io.farshore.core.crypto.WrappedKey}. While a data key is wrapped anew there are two of them; one of them can always be opened.
 *
 * <p>Knows no file but for {@link io.farshore.core.crypto.file}, and no clock. Chance is given, and has to be a {@link
 * java.security.SecureRandom}.
 */
@NullMarked
package io.farshore.core.crypto;

import org.jspecify.annotations.NullMarked;
