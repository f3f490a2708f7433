package io.farshore.dataplane.nbd.server;

/** An option's data is not what the option says; the client is told so and may go on. */
final class MalformedOptionException extends Exception {
    private final String finding;

    MalformedOptionException(String finding) {
        super(finding);
        this.finding = finding;
    }

    String finding() {
        return finding;
    }
}
