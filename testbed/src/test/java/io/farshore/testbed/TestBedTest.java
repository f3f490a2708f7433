package io.farshore.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.testbed.program.Command;
import io.farshore.testbed.program.FollowedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One bed for all tests, as each host takes a second to start; the last test kills one of its hosts. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TestBedTest {
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final List<String> steps = new ArrayList<>();
    private final TestBed bed;
    private final Host east;
    private final Host west;

    TestBedTest() throws Exception {
        bed = TestBed.create(steps::add);
        east = bed.addHost("east");
        west = bed.addHost("west");
    }

    @BeforeAll
    void hasSaidWhatItDoes() {
        assertThat(steps).contains("starting host east", "starting host west");
    }

    @AfterAll
    void leavesNothingBehind() throws IOException {
        bed.close();
        assertThat(bed.directory()).doesNotExist();
        assertThat(east.processes()).isEmpty();
        assertThat(west.processes()).isEmpty();
    }

    @Test
    @Order(1)
    void eachHostHasItsOwnLibvirtReachedFromInsideAndOutside() throws Exception {
        for (Host host : List.of(east, west)) {
            assertThat(virsh(host, "hostname")).isEqualTo(host.name());
            assertThat(host.run(SHORT, "virsh", "-c", "qemu:///system", "hostname")
                            .out()
                            .strip())
                    .isEqualTo(host.name());
        }
    }

    @Test
    @Order(2)
    void localStorageIsAtTheSamePathInsideAndOutside() throws Exception {
        Path file = east.directory().resolve("file");
        assertThat(east.run(SHORT, "cp", "/etc/hostname", file.toString()).exitCode())
                .isZero();
        assertThat(file).hasSameTextualContentAs(Path.of("/etc/hostname"));
        assertThat(east.run(SHORT, "pwd").out().strip())
                .isEqualTo(east.directory().toString());
    }

    @Test
    @Order(3)
    void hostsReachEachOtherUnlessTheLinkIsCut() throws Exception {
        assertThat(reaches(east, west)).isTrue();
        west.cutLink();
        assertThat(reaches(east, west)).isFalse();
        west.restoreLink();
        assertThat(reaches(east, west)).isTrue();
    }

    @Test
    @Order(4)
    void slowLinkBoundsTheRateInBothDirections() throws Exception {
        LinkRate rate = LinkRate.megabitsPerSecond(20);
        east.slowLink(rate);
        assertThat(bytesPerSecond(east, west)).isBetween(rate.bytesPerSecond() * 0.5, rate.bytesPerSecond() * 1.1);
        assertThat(bytesPerSecond(west, east)).isBetween(rate.bytesPerSecond() * 0.5, rate.bytesPerSecond() * 1.1);
        east.unslowLink();
        assertThat(bytesPerSecond(east, west)).isGreaterThan(rate.bytesPerSecond() * 2.0);
    }

    @Test
    @Order(5)
    void processOfAHostIsToldToEndAndHowItEndedIsKnown() throws Exception {
        Path log = bed.directory().resolve("sleeper.log");
        HostProcess sleeper =
                east.start(List.of("sh", "-c", "trap 'echo told; exit 3' TERM; echo up; sleep 60 & wait"), log);
        try (var lines = FollowedFile.follow(log, InstantSource.system())) {
            lines.await("up"::equals, "up", SHORT);
            sleeper.terminate();
            assertThat(sleeper.waitFor(SHORT)).isTrue();
            lines.await("told"::equals, "told", SHORT);
        }
        assertThat(sleeper.exitCode()).isEqualTo(3);
    }

    @Test
    @Order(6)
    void killedHostLeavesNoProcessAndCanBeBootedAgain() throws Exception {
        HostProcess sleeper =
                west.start(List.of("sleep", "600"), bed.directory().resolve("sleep.log"));
        ProcessHandle inside = sleeper.program().orElseThrow();
        assertThat(west.processes()).contains(inside).hasSizeGreaterThan(3);

        west.kill();

        assertThat(west.processes()).isEmpty();
        assertThat(west.isAlive()).isFalse();
        assertThat(sleeper.waitFor(SHORT)).isTrue();
        assertThat(inside.isAlive()).isFalse();
        assertThat(reaches(east, west)).isFalse();
        assertThatThrownBy(() -> west.run(SHORT, "true")).hasMessageContaining("host west is not running");

        west.boot();
        assertThat(reaches(east, west)).isTrue();
        assertThat(virsh(west, "hostname")).isEqualTo("west");

        west.loseStorage();
        assertThat(west.directory()).doesNotExist();
    }

    private static String virsh(Host host, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("virsh", "-c", host.libvirtUri()));
        command.addAll(List.of(words));
        return new Command(command).check(SHORT).out().strip();
    }

    private static boolean reaches(Host from, Host to) throws Exception {
        return from.run(SHORT, "busybox", "ping", "-c", "1", "-W", "1", to.address())
                        .exitCode()
                == 0;
    }

    private double bytesPerSecond(Host from, Host to) throws Exception {
        int megabytes = 4;
        Files.write(bed.directory().resolve("one"), new byte[1]);
        Path payload = Files.write(bed.directory().resolve("payload"), new byte[megabytes << 20]);
        HostProcess server = from.start(
                List.of(
                        "busybox",
                        "httpd",
                        "-f",
                        "-p",
                        "8000",
                        "-h",
                        bed.directory().toString()),
                bed.directory().resolve("httpd.log"));
        Command fetch = Command.of(
                "sh",
                "-c",
                "until busybox wget -q -O /dev/null http://%1$s:8000/one; do :; done; date +%%s%%N; busybox wget -q -O /dev/null http://%1$s:8000/%2$s && date +%%s%%N"
                        .formatted(from.address(), payload.getFileName()));
        String[] times =
                to.inside(fetch).check(Duration.ofSeconds(30)).out().strip().split("\n", -1);
        server.kill();
        assertThat(server.waitFor(SHORT)).isTrue();
        return (megabytes << 20) / ((Long.parseLong(times[1]) - Long.parseLong(times[0])) / 1e9);
    }
}
