/**
 * A key provider that is a file. Apart from the store the only package of core that knows files: where keys come from is not in any
 * store.
 *
 * <h2>Key file, version 1</h2>
 * Text in ASCII, readable by its owner only. First line {@code farshore-keys 1}; then one line for each wrapping key, oldest first,
 * the last being the current one: {@code <id> <created, RFC 3339> <base64 of 32 bytes> <CRC32C of the line up to here, 8 hex digits>}.
 *
 * <p>A wrapped key: 12 bytes nonce, drawn by chance, then AES-256-GCM of the data key with its tag of 16 bytes, with the context as
 * additional data.
 */
@NullMarked
package io.farshore.core.crypto.file;

import org.jspecify.annotations.NullMarked;
