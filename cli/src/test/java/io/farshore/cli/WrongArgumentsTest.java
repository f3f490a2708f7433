package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments that are missing, unknown or no good: one line, which says where to read on. */
class WrongArgumentsTest {
    @TempDir
    private Path temp;

    @Test
    void aMissingArgumentIsNamed() {
        assertThat(run("points").refusal()).contains("STORE").endsWith("(see farshore points --help)");
        assertThat(run("verify").refusal()).contains("STORE");
        assertThat(run("inspect").refusal()).contains("STORE|OBJECT");
        assertThat(run("restore", temp).refusal()).contains("--machine", "--point", "--out");
        assertThat(run("mark").refusal()).contains("--listen");
        assertThat(run("points", temp, "--machine").refusal()).contains("--machine");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheOneThatIsAlike() {
        assertThat(run("points", temp, "--machin=web-1").refusal())
                .startsWith("farshore points: Unknown option: '--machin=web-1'")
                .contains("did you mean", "--machine")
                .endsWith("(see farshore points --help)");
        assertThat(run("verify", temp, "--qqqq").refusal()).contains("Unknown option: '--qqqq'");
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheOneThatIsAlike() {
        assertThat(run("restor").refusal()).contains("did you mean", "restore");
    }

    @Test
    void aSecondStoreIsTooMuch() {
        assertThat(run("points", "/a", "/b").refusal()).contains("'/b'");
    }

    @Test
    void inspectRefusesWhatIsNoObject() throws IOException {
        Path file = Files.writeString(temp.resolve("letter"), "to a friend");
        Path empty = Files.createFile(temp.resolve("empty"));

        assertThat(run("inspect", file).refusal()).contains(file + " is no Farshore object");
        assertThat(run("inspect", "file://" + file).refusal()).contains("letter is no Farshore object");
        assertThat(run("inspect", empty).refusal()).contains("empty is no Farshore object");
        assertThat(run("inspect", temp.resolve("none")).refusal())
                .contains("there is no")
                .contains("/none");
    }

    @Test
    void inspectWantsACountOfEntries() {
        assertThat(run("inspect", temp, "--entries", "-1").refusal()).contains("--entries -1 is no count");
        assertThat(run("inspect", temp, "--entries", "many").refusal()).contains("--entries", "many");
    }

    @Test
    void aCopyLimitIsASizeThatIsNotZero() {
        for (String limit : new String[] {"fast", "0", "-5", "5X", "", "1.5M"}) {
            assertThat(run("mobility", "attach", "--domain", "d", "--cache", temp, "--copy-limit", limit)
                            .refusal())
                    .contains("'" + limit + "' is no limit: give bytes per second, such as 50M");
        }
        assertThat(run("mobility", "attach", "--domain", "d", "--cache", temp, "--copy-limit", "999999999999T")
                        .refusal())
                .contains("more than any disk has");
    }

    @Test
    void aTimeToStopIsNotNegative() {
        Object[] replicate = {"replicate", "--machine", "m", "--disk", "vda=1M", "--listen", temp, "--cache", temp};
        assertThat(run(with(replicate, "--stop-timeout", "-1")).refusal()).contains("--stop-timeout -1 is no time");
        Object[] attach = {"mobility", "attach", "--domain", "d", "--cache", temp};
        assertThat(run(with(attach, "--stop-timeout", "-300")).refusal()).contains("--stop-timeout -300 is no time");
    }

    private static Object[] with(Object[] arguments, Object... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
    }

    @Test
    void detachSaysThatNothingIsAttached() {
        assertThat(run("mobility", "detach", "--domain", "farshore-no-such-domain")
                        .refusal())
                .contains("/run/farshore/farshore-no-such-domain", "--listen");
        assertThat(run("mobility", "detach", "--domain", "d", "--listen", temp).refusal())
                .contains("no farshore replicates in " + temp);
    }

    @Test
    void aDomainAndAMachineHaveNamesThatCanBePartsOfPaths() {
        for (String domain : new String[] {"a/b", "../x", "..", ""}) {
            assertThat(run("mobility", "detach", "--domain", domain).refusal())
                    .contains("'" + domain + "' is no name for a domain", "virsh list");
        }
        assertThat(run("mobility", "attach", "--domain", "d", "--machine", "a/b", "--cache", temp)
                        .refusal())
                .contains("'a/b' is no name for a machine");
    }

    @Test
    void exportRefusesAFolderToListenInThatIsNone() throws IOException {
        WebServer.in(temp.resolve("store"));
        Path file = Files.writeString(temp.resolve("file"), "mine");

        assertThat(export(file)).contains(file + " is a file, not a folder to listen in");
        assertThat(export(temp.resolve("x".repeat(100)))).contains("longer path than the 107 bytes", "shorter folder");
    }

    private String export(Path listen) {
        return run("export", temp.resolve("store"), "--machine", "web-1", "--point", "latest", "--listen", listen)
                .failure(2);
    }
}
