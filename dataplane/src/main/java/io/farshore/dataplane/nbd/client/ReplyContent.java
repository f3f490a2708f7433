package io.farshore.dataplane.nbd.client;

import java.io.IOException;

/** Takes the content of a reply as it comes. What a request does not expect breaks the protocol. */
interface ReplyContent {
    /** {@code length} bytes of data follow on the stream. */
    default void data(ClientStream stream, long offset, int length) throws IOException {
        throw NbdException.brokenProtocol("the server sent data that nobody asked for");
    }

    /** The range holds zeros. */
    default void hole(long offset, long length) throws IOException {
        throw NbdException.brokenProtocol("the server sent a hole that nobody asked for");
    }

    /** {@code count} pairs of length and flags follow on the stream. */
    default void status(ClientStream stream, int context, int count) throws IOException {
        throw NbdException.brokenProtocol("the server sent a block status that nobody asked for");
    }

    /** The reply has ended without an error. */
    default void end() throws IOException {}
}
