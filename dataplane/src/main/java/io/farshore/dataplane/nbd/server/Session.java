package io.farshore.dataplane.nbd.server;

/**
 * A client that has chosen an export.
 *
 * @param id counts the server's connections, from 1
 * @param peer the client's address; {@code unix#id} on unix sockets, where clients have none
 * @param export the canonical name of the export
 */
public record Session(long id, String peer, String export) {}
