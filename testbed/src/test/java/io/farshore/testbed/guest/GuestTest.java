package io.farshore.testbed.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.testbed.Host;
import io.farshore.testbed.Progress;
import io.farshore.testbed.TestBed;
import io.farshore.testbed.guest.ConsoleLog.Acknowledged;
import io.farshore.testbed.program.Command;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
final class GuestTest {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(20);

    @Test
    void recordsReportedBeforeAPowerFailureAreFoundAfterIt() throws Exception {
        try (TestBed bed = TestBed.create(Progress.NONE)) {
            Host east = bed.addHost("east");
            GuestKernel kernel = GuestKernel.obtain(GuestKernel.defaultCache(), Progress.NONE);
            GuestImage image = GuestImage.build(east.directory(), GuestLayout.twoDisks(), kernel, Duration.ofMillis(1));

            long reported;
            try (ConsoleLog console =
                    start(east, GuestDomain.of("first", image, east.directory().resolve("first.log")))) {
                assertThat(console.awaitFound(BOOT)).isEqualTo(new GuestReport(0, 0, true, 0, 0, Instant.EPOCH));
                console.awaitRecord(200, BOOT);
                assertThat(flushes(east, "first", "vda") + flushes(east, "first", "vdb"))
                        .isGreaterThanOrEqualTo(200);
                east.kill();
                assertThat(east.processes()).isEmpty();
                reported = Objects.requireNonNull(console.newest()).number();
                assertThat(console.acknowledged())
                        .extracting(Acknowledged::number)
                        .isSorted()
                        .hasSize((int) reported);
            }

            RecordFindings found = RecordCheck.check(image.layout(), image.disks());
            assertThat(found.prefixHolds()).isTrue();
            assertThat(found.highest()).isBetween(reported, reported + 2);

            east.boot();
            GuestDomain second =
                    GuestDomain.of("second", image, east.directory().resolve("second.log"));
            try (ConsoleLog console = start(east, second.asCheckOnly())) {
                GuestReport report = console.awaitFound(BOOT);
                assertThat(report.prefixHolds()).isTrue();
                assertThat(report.highest()).isEqualTo(found.highest());
                assertThat(report.newest()).isEqualTo(found.newest());
            }
            destroy(east, "second");
            assertThat(RecordCheck.check(image.layout(), image.disks())).isEqualTo(found);

            damage(image, 20);
            GuestDomain third = GuestDomain.of("third", image, east.directory().resolve("third.log"));
            try (ConsoleLog console = start(east, third)) {
                GuestReport report = console.awaitFound(BOOT);
                assertThat(report.prefixHolds()).isFalse();
                assertThat(report.damaged()).isPositive();
                assertThat(report.isContiguous()).isFalse();
                assertThat(report.highest()).isEqualTo(found.highest());
            }
        }
    }

    private static void damage(GuestImage image, int place) throws Exception {
        try (RandomAccessFile disk = new RandomAccessFile(image.disks().get(1).toFile(), "rw")) {
            disk.seek(place * 4096L + 1000);
            disk.write('!');
        }
    }

    private static ConsoleLog start(Host host, GuestDomain domain) throws Exception {
        ConsoleLog console = ConsoleLog.follow(domain.console(), InstantSource.system());
        Path xml = Files.writeString(host.directory().resolve(domain.name() + ".xml"), domain.toXml());
        Command.of("virsh", "-c", host.libvirtUri(), "create", xml.toString()).check(SHORT);
        return console;
    }

    private static void destroy(Host host, String domain) throws Exception {
        Command.of("virsh", "-c", host.libvirtUri(), "destroy", domain).check(SHORT);
    }

    private static long flushes(Host host, String domain, String disk) throws Exception {
        String stats = Command.of("virsh", "-c", host.libvirtUri(), "domblkstat", domain, disk)
                .check(SHORT)
                .out();
        return stats.lines()
                .filter(line -> line.contains("flush_operations"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
