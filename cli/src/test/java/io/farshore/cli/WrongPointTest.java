package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.log.DiskSpec;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recovery point that there is not is refused in one line that says which there are. */
class WrongPointTest {
    @TempDir
    private Path temp;

    @Test
    void aTimeBeforeTheFirstPointIsAnsweredWithTheFirst() throws IOException {
        WebServer replica = WebServer.in(temp);

        assertThat(restore("2025-12-31T23:59:59Z"))
                .contains("2025-12-31T23:59:59Z is before the first recovery point, " + replica.first())
                .contains("2026-01-01T00:00:01Z");
    }

    @Test
    void aPositionAfterTheNewestIsAnsweredWithTheNewest() throws IOException {
        WebServer replica = WebServer.in(temp);

        assertThat(restore("1.999"))
                .contains("position 1.999 is after the newest recovery point, " + replica.newest())
                .contains("2026-01-01T00:00:03Z");
        assertThat(restore("2.1")).contains("position 2.1 is after the newest");
    }

    @Test
    void nonsenseIsAnsweredWithWhatCanBeSaid() throws IOException {
        WebServer.in(temp);

        for (String nonsense :
                new String[] {"yesterday", "2026-01-01", "1.", "1.2.3", "-1.2", "2026-13-01T00:00:00Z"}) {
            assertThat(restore(nonsense))
                    .contains("there is no recovery point '" + nonsense + "': say latest, a time (RFC 3339) from 2026")
                    .contains("or an id or name that farshore points lists");
        }
    }

    @Test
    void anEmptyPointIsAnsweredWithWhatCanBeSaid() throws IOException {
        WebServer.in(temp);

        assertThat(restore("")).contains("no recovery point given: say latest");
        assertThat(restore("  ")).contains("no recovery point given: say latest");
    }

    @Test
    void aPointWithLineBreaksStillGetsOneLine() throws IOException {
        WebServer.in(temp);

        assertThat(restore("a\n\tb")).contains("there is no recovery point 'a; b'");
    }

    @Test
    void aMachineWithoutAPointYetSaysWhy() throws IOException {
        new Replica(temp, "web-1", new DiskSpec("vda", 4096)).close();

        assertThat(restore("latest")).contains("machine web-1 has no recovery point yet", "farshore process");
        assertThat(run("points", temp, "--all").output()).contains("no recovery point yet");
        assertThat(run("points", temp).output()).contains("no recovery point was marked; --all lists");
        assertThat(run("points", temp, "--json").output().strip()).isEqualTo("[ ]");
    }

    private String restore(String point) {
        return run("restore", temp, "--machine", "web-1", "--point", point, "--out", temp.resolve("out.img"))
                .refusal();
    }
}
