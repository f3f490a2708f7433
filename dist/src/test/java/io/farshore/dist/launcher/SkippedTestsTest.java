package io.farshore.dist.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No test is skipped in silence. */
class SkippedTestsTest {
    private static final String SCRIPT = Path.of("..").toAbsolutePath().normalize() + "/packaging/skipped-tests.sh";

    @Test
    void aReasonIsShown(@TempDir Path folder) throws Exception {
        Checkout.Ending ending =
                summary(folder, "<skipped message=\"Assumption failed: needs &lt;kvm&gt; &amp; root\"/>");

        assertThat(ending.output())
                .isEqualTo(
                        "verify: 2 tests, 0 failed, 1 skipped\n  a.BTest.c: Assumption failed: needs <kvm> & root\n");
        assertThat(ending.exitCode()).isZero();
    }

    @Test
    void noReasonIsAFailure(@TempDir Path folder) throws Exception {
        assertThat(summary(folder, "<skipped message=\"void a.BTest.c() is @Disabled\"/>")
                        .exitCode())
                .isEqualTo(1);
        assertThat(summary(folder, "<skipped message=\"Assumption failed: assumption is not true\"/>")
                        .exitCode())
                .isEqualTo(1);
        assertThat(summary(folder, "<skipped/>").output()).contains("a.BTest.c: WITHOUT A REASON");
    }

    @Test
    void nothingSkippedIsOneLine(@TempDir Path folder) throws Exception {
        assertThat(summary(folder, "<system-out>&lt;skipped/></system-out>").output())
                .isEqualTo("verify: 2 tests, 0 failed, 0 skipped\n");
    }

    private static Checkout.Ending summary(Path folder, String inTest) throws IOException, InterruptedException {
        Checkout here = new Checkout(folder);
        here.write("core/target/surefire-reports/TEST-a.BTest.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="a.BTest">
                  <testcase name="a" classname="a.BTest" time="0.1"/>
                  <testcase name="c" classname="a.BTest" time="0.1">
                    %s
                  </testcase>
                </testsuite>
                """.formatted(inTest));
        return here.runWith(Map.of(), SCRIPT, folder.toString());
    }
}
