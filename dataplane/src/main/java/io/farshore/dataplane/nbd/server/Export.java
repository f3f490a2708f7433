package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.BlockDevice;

/**
 * A device under its name. Does not own the device: whoever made it closes it, after the server is closed.
 *
 * @param name the canonical name, also told to clients that ask for the default export
 */
public record Export(String name, BlockDevice device) {}
