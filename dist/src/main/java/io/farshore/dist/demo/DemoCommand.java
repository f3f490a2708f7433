package io.farshore.dist.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.cli.exit.ExitCodes;
import io.farshore.testbed.program.Requirements;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code farshore demo}. */
@Command(
        name = "demo",
        description = "Show it: two regions on this machine, a protected guest, the loss of a region, a failover.",
        footer = {
            "",
            "Needs root, for namespaces and libvirt. Installs the Debian packages that it needs; it asks first on a terminal.",
            "Everything runs in namespaces of its own and is gone afterwards. Takes one to three minutes.",
        })
public final class DemoCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object at the end; what happens goes to standard error.")
    private boolean json;

    @Option(names = "--keep", description = "Keep the regions running until Enter is pressed, for a look around.")
    private boolean keep;

    @Option(names = "--yes", description = "Install what is needed without asking.")
    private boolean yes;

    public DemoCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Narrator narrator = new Narrator(json ? spec.commandLine().getErr() : out);
        install();
        narrator.say("making two regions, east and west: a host each, with its own libvirt, joined by a WAN");
        try (Regions regions = Regions.create(narrator)) {
            DemoReport report = run(regions, narrator, out);
            print(report, out);
            if (keep) {
                waitForEnter(regions);
            }
            return report.ok() ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    /** When it does not come to its end, a program gets an object all the same. */
    private DemoReport run(Regions regions, Narrator narrator, PrintWriter out) throws Exception {
        try {
            return new Demo(regions, narrator, clock).run();
        } catch (IOException | TimeoutException | DemoFailure e) {
            if (json) {
                ObjectNode node = JsonNodeFactory.instance.objectNode();
                node.putArray("failures").add(e.getMessage());
                out.println(node.put("ok", false));
                out.flush();
            }
            throw e;
        }
    }

    private void install() throws IOException, InterruptedException {
        Requirements requirements = Requirements.ofHosts().and(Requirements.ofGuest());
        List<String> packages = requirements.missingPackages();
        String root = System.getenv("FARSHORE_ROOT");
        if (!packages.isEmpty() && root != null) {
            List<String> words = new ArrayList<>(
                    List.of(Path.of(root, "packaging", "install-packages.sh").toString()));
            if (yes) {
                words.add("--yes");
            }
            words.addAll(List.of("--for", "the demo"));
            words.addAll(packages);
            int code = new ProcessBuilder(words).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalArgumentException(
                        "the demo needs Debian packages that are not installed: " + String.join(" ", packages));
            }
        }
        requirements.check();
    }

    private void waitForEnter(Regions regions) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        err.println("west is still running: virsh -c '%s' list; its files are in %s"
                .formatted(regions.west().libvirtUri(), regions.west().directory()));
        err.println("press Enter to end it");
        err.flush();
        int key = System.in.read();
        while (key >= 0 && key != '\n') {
            key = System.in.read();
        }
    }

    private void print(DemoReport report, PrintWriter out) {
        if (json) {
            out.println(toJson(report));
        } else {
            printText(report, out);
        }
        out.flush();
    }

    private static void printText(DemoReport report, PrintWriter out) {
        out.println();
        out.println("  records acknowledged in east     %d".formatted(report.acknowledged()));
        out.println("  records recovered in west        %d".formatted(report.recovered()));
        out.println("  lost                             %d records, %.1f s (RPO; bound by the lag shown: %.1f s)"
                .formatted(report.lostRecords(), report.lostSeconds(), report.reportedLagSeconds()));
        out.println(
                "  from the failover command to     %.1f s power on, %.1f s the guest's first line (RTO), %.1f s hydrated"
                        .formatted(report.powerOnSeconds(), report.guestReadySeconds(), report.hydratedSeconds()));
        out.println("  exactly a prefix                 %s".formatted(report.prefixHolds() ? "yes" : "NO"));
        out.println("  5 s earlier                      %d records, exactly a prefix: %s"
                .formatted(
                        report.earlierPoint().recovered(), report.earlierPoint().prefixHolds() ? "yes" : "NO"));
        out.println();
        report.failures().forEach(failure -> out.println("  FAILED: " + failure));
        out.println(report.ok() ? "  everything holds" : "  something does not hold");
    }

    static ObjectNode toJson(DemoReport report) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("acknowledged", report.acknowledged())
                .put("recovered", report.recovered())
                .put("lostRecords", report.lostRecords())
                .put("lostSeconds", Double.isNaN(report.lostSeconds()) ? null : Double.valueOf(report.lostSeconds()))
                .put("reportedLagSeconds", report.reportedLagSeconds())
                .put("powerOnSeconds", report.powerOnSeconds())
                .put("guestReadySeconds", report.guestReadySeconds())
                .put("hydratedSeconds", report.hydratedSeconds())
                .put("prefixHolds", report.prefixHolds());
        node.putObject("earlierPoint")
                .put("time", report.earlierPoint().time())
                .put("recovered", report.earlierPoint().recovered())
                .put("prefixHolds", report.earlierPoint().prefixHolds());
        report.failures().forEach(node.putArray("failures")::add);
        return node.put("ok", report.ok());
    }
}
