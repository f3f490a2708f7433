package io.farshore.dist.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStores;
import io.farshore.dist.demo.FarshoreProcess.Event;
import io.farshore.testbed.guest.ConsoleLog;
import io.farshore.testbed.guest.ConsoleLog.Acknowledged;
import io.farshore.testbed.guest.GuestReport;
import io.farshore.testbed.guest.RecordCheck;
import io.farshore.testbed.guest.RecordFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The story of the demonstration, from a running guest in east to two boots in west. Reads top to bottom. */
final class Demo {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration COPY = Duration.ofMinutes(2);
    private static final Duration HYDRATION = Duration.ofMinutes(2);
    private static final Duration STREAMING = Duration.ofSeconds(12);
    private static final Duration EARLIER = Duration.ofSeconds(5);
    /** The console and our view of it are not the guest. */
    private static final double TOLERANCE_SECONDS = 1.0;

    private final Regions regions;
    private final Narrator narrator;
    private final InstantSource clock;

    Demo(Regions regions, Narrator narrator, InstantSource clock) {
        this.regions = regions;
        this.narrator = narrator;
        this.clock = clock;
    }

    DemoReport run() throws IOException, InterruptedException, TimeoutException, DemoFailure {
        narrator.say("east: starting the guest " + Regions.GUEST + ", which writes numbered records to two disks");
        try (ConsoleLog console = regions.startGuest(narrator, clock)) {
            console.awaitUp(BOOT);
            console.awaitRecord(1, BOOT);
            narrator.say("east: the guest is up and writes");
            FarshoreProcess processor = FarshoreProcess.start(
                    regions.west(),
                    clock,
                    event -> {},
                    "process",
                    "--cache",
                    regions.cache(),
                    "--store",
                    regions.store(),
                    "--key-file",
                    regions.keyFile());
            FarshoreProcess capture = protect();
            Loss loss = loseEast(console, capture);
            processor.terminate();
            return failOver(console, loss);
        }
    }

    /** Attaches capture to the running guest; returns when there have been recovery points for a while. */
    private FarshoreProcess protect() throws IOException, InterruptedException, DemoFailure {
        FarshoreProcess capture = FarshoreProcess.start(
                regions.east(),
                clock,
                event -> narrator.hear("east", event),
                "mobility",
                "attach",
                "--domain",
                Regions.GUEST,
                "--connect",
                regions.east().libvirtUri(),
                "--cache",
                regions.cache(),
                "--key-file",
                regions.keyFile(),
                "--listen",
                regions.east().directory().resolve("run").toString());
        Event streaming = capture.await(
                event ->
                        event.is("state") && event.json().path("state").asText().equals("streaming"),
                "streaming",
                COPY);
        narrator.say(
                "every second is a recovery point from here on; letting it run for " + STREAMING.toSeconds() + " s");
        Instant enough = streaming.at().plus(STREAMING);
        capture.await(
                event -> event.is("lag")
                        && event.at().isAfter(enough)
                        && event.json().path("replicated").isTextual(),
                "a replicated position",
                COPY);
        return capture;
    }

    /**
     * The end of a region.
     *
     * @param acknowledged everything that the guest had reported as durable
     * @param lagSeconds the lag as last reported, and the time since then
     */
    private record Loss(Instant at, Acknowledged acknowledged, double lagSeconds) {}

    private Loss loseEast(ConsoleLog console, FarshoreProcess capture)
            throws IOException, InterruptedException, DemoFailure {
        narrator.say("killing east: its link, its guest, its libvirt, its capture; then its storage");
        regions.east().kill();
        Instant at = clock.instant();
        console.close(); // It has been read to its end; the file goes with the storage.
        regions.east().loseStorage();
        Acknowledged acknowledged = console.newest();
        Event lag = capture.newest("lag");
        if (acknowledged == null || lag == null) {
            throw new DemoFailure("the guest had written nothing when its region was lost");
        }
        double reported = lag.json().path("seconds").asDouble() + seconds(lag.at(), at);
        narrator.say("east is gone; the guest had acknowledged %d records; the lag was %.1f s, reported %.1f s before"
                .formatted(acknowledged.number(), lag.json().path("seconds").asDouble(), seconds(lag.at(), at)));
        return new Loss(at, acknowledged, reported + TOLERANCE_SECONDS);
    }

    private DemoReport failOver(ConsoleLog eastConsole, Loss loss)
            throws IOException, InterruptedException, TimeoutException, DemoFailure {
        List<Acknowledged> history = eastConsole.acknowledged();
        narrator.say("west: farshore mobility boot --point latest");
        Boot latest = boot(Regions.GUEST, "latest");
        boolean holds = latest.holds(history) && checkRestored(latest);
        narrator.say("west: the guest found records 1 to %d, %s"
                .formatted(latest.found().highest(), holds ? "exactly a prefix" : "NOT a prefix"));

        Instant earlierTime = latest.point().time().minus(EARLIER);
        narrator.say("west: farshore mobility boot --point " + earlierTime);
        Boot earlier = boot(Regions.GUEST + "-earlier", earlierTime.toString());
        boolean earlierHolds = earlier.holds(history) && checkRestored(earlier);
        narrator.say("west: of 5 s earlier, the guest found records 1 to %d, %s"
                .formatted(earlier.found().highest(), earlierHolds ? "exactly a prefix" : "NOT a prefix"));

        long recovered = latest.found().highest();
        long acknowledged = loss.acknowledged().number();
        return new DemoReport(
                acknowledged,
                recovered,
                Math.max(0, acknowledged - recovered),
                recovered >= acknowledged ? 0 : seconds(acknowledgedAt(history, recovered), loss.at()),
                loss.lagSeconds(),
                latest.powerOnSeconds(),
                latest.guestReadySeconds(),
                latest.hydratedSeconds(),
                holds,
                new DemoReport.EarlierPoint(
                        earlier.point().time().toString(), earlier.found().highest(), earlierHolds));
    }

    private Boot boot(String name, String point)
            throws IOException, InterruptedException, TimeoutException, DemoFailure {
        Instant asked = clock.instant();
        Path disks = regions.west().directory().resolve("images");
        FarshoreProcess boot = FarshoreProcess.start(
                regions.west(),
                clock,
                event -> narrator.hear("west", event),
                "mobility",
                "boot",
                "--store",
                regions.store(),
                "--key-file",
                regions.keyFile(),
                "--machine",
                Regions.GUEST,
                "--point",
                point,
                "--name",
                name,
                "--connect",
                regions.west().libvirtUri(),
                "--disks",
                disks.toString(),
                "--listen",
                regions.west().directory().resolve("run").resolve(name).toString());
        Event poweredOn = boot.await(event -> event.is("poweredOn"), "power on", BOOT);
        try (ConsoleLog console = ConsoleLog.follow(disks.resolve(name + "-console0.log"), clock)) {
            Instant up = console.awaitUp(BOOT);
            GuestReport found = console.awaitFound(BOOT);
            Event hydrated = boot.await(event -> event.is("hydrated"), "hydration's end", HYDRATION);
            boot.awaitSuccess(BOOT);
            JsonNode opened = boot.await(event -> event.is("point"), "a recovery point", BOOT)
                    .json();
            return new Boot(
                    pointById(opened.path("id").asText()),
                    found,
                    seconds(asked, poweredOn.at()),
                    seconds(asked, up),
                    seconds(asked, hydrated.at()));
        }
    }

    /** The same question to the restored disks, so that the guest is not its own only judge. */
    private boolean checkRestored(Boot boot) throws IOException, InterruptedException, DemoFailure {
        Path folder =
                regions.west().directory().resolve("restored-" + boot.point().id());
        FarshoreProcess restore = FarshoreProcess.start(
                regions.west(),
                clock,
                event -> {},
                "restore",
                regions.store(),
                "--key-file",
                regions.keyFile(),
                "--machine",
                Regions.GUEST,
                "--point",
                boot.point().id(),
                "--out",
                folder.toString());
        restore.awaitSuccess(HYDRATION);
        List<Path> images = List.of(folder.resolve("vda.raw"), folder.resolve("vdb.raw"));
        RecordFindings findings = RecordCheck.check(Regions.LAYOUT, images);
        for (Path image : images) {
            Files.delete(image);
        }
        return boot.agreesWith(findings);
    }

    private RecoveryPoint pointById(String id) throws IOException, DemoFailure {
        try (ObjectStore store = ObjectStores.open(regions.store())) {
            return CatalogReader.open(store, Regions.GUEST).read().points().stream()
                    .filter(point -> point.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new DemoFailure("recovery point %s is not in the catalog".formatted(id)));
        }
    }

    private static @Nullable Instant acknowledgedAt(List<Acknowledged> history, long number) {
        return history.stream()
                .filter(each -> each.number() >= number)
                .map(Acknowledged::at)
                .findFirst()
                .orElse(null);
    }

    private static double seconds(@Nullable Instant from, Instant to) {
        return from == null ? Double.NaN : Duration.between(from, to).toMillis() / 1000.0;
    }
}
