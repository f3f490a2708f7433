package io.farshore.testbed;

import java.util.List;

/** A program that makes a bed, says where, and never gets to close it: {@link OwnerDeathTest} kills it. */
final class BedOwner {
    private BedOwner() {}

    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String[] arguments) throws Exception {
        try (TestBed bed = TestBed.create(Progress.NONE)) {
            Host east = bed.addHost("east");
            HostProcess program =
                    east.start(List.of("sleep", "600"), bed.directory().resolve("sleep.log"));
            System.out.println(program.program().orElseThrow().pid());
            System.out.println(bed.directory());
            if (arguments.length > 0) {
                System.exit(0); // without closing: the hook does
            }
            System.in.read();
        }
    }
}
