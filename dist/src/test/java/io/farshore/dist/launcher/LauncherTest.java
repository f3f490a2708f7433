package io.farshore.dist.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./farshore} does before the program runs. */
class LauncherTest {
    private Checkout checkout = new Checkout(Path.of("."));

    @BeforeEach
    void makeACheckout(@TempDir Path folder) throws IOException {
        checkout = Checkout.in(folder);
    }

    @Test
    void withoutAJdkItSaysWhatItLookedForAndWhatToDo() throws Exception {
        checkout.jdk("old", "17.0.1");

        Checkout.Ending ending = checkout.run("points");

        assertThat(ending.exitCode()).isEqualTo(69);
        assertThat(ending.output().lines().toList())
                .singleElement()
                .asString()
                .startsWith("farshore: no JDK 25 or newer in FARSHORE_JAVA, JAVA_HOME")
                .contains("install one");
        assertThat(checkout.builds()).isZero();
    }

    @Test
    void takesTheOldestJdkThatIsNewEnough() throws Exception {
        checkout.jdk("a", "27-ea");
        checkout.jdk("b", "25.0.3");
        checkout.jdk("c", "1.8.0_402");
        checkout.jdk("d", "26");

        assertThat(checkout.run("points").output()).endsWith("b runs points\n");
    }

    @Test
    void theJdkThatIsNamedIsTakenOrRefusedAndNoOtherTried() throws Exception {
        checkout.jdk("good", "25");
        checkout.jdk("named", "26");
        checkout.jdk("old", "17.0.1");

        assertThat(withJdk("named").output()).endsWith("named runs points\n");
        assertThat(withJdk("old").exitCode()).isEqualTo(69);
        assertThat(withJdk("old").output()).contains("old is JDK 17, not a JDK 25 or newer");
        assertThat(withJdk("absent").exitCode()).isEqualTo(69);
    }

    @Test
    void buildsOnceAndAgainWhenTheProgramChangesButNotForATest() throws Exception {
        checkout.jdk("jdk", "25");

        assertThat(checkout.run("points").output()).contains("building").endsWith("jdk runs points\n");
        assertThat(checkout.run("points").output()).isEqualTo("jdk runs points\n");
        assertThat(checkout.builds()).isEqualTo(1);

        checkout.change("core/src/test/java/ATest.java");
        checkout.run("points");
        assertThat(checkout.builds()).isEqualTo(1);

        checkout.change("core/src/main/java/A.java");
        checkout.run("points");
        assertThat(checkout.builds()).isEqualTo(2);

        checkout.change("core/pom.xml");
        checkout.run("points");
        assertThat(checkout.builds()).isEqualTo(3);
    }

    @Test
    void aSourceThatIsGoneIsAChange() throws Exception {
        checkout.jdk("jdk", "25");
        checkout.run("points");
        checkout.change("core/src/test/java/ATest.java");

        Files.delete(checkout.root().resolve("core/src/main/java/A.java"));
        checkout.run("points");

        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void aBuildThatFailsIsShownAndTriedAgain() throws Exception {
        checkout.jdk("jdk", "25");
        checkout.mavenThat("echo '[ERROR] A.java: missing ;'; exit 1");

        Checkout.Ending ending = checkout.run("points");

        assertThat(ending.exitCode()).isEqualTo(69);
        assertThat(ending.output())
                .contains("A.java: missing ;", "dist/target/build.log")
                .doesNotContain("runs");
        checkout.mavenThat("mkdir -p dist/target/farshore/lib");
        assertThat(checkout.run("points").output()).endsWith("jdk runs points\n");
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        checkout.jdk("jdk", "25");
        String launcher = checkout.root().resolve("farshore").toString();

        Checkout.Running one = checkout.start(Map.of(), launcher, "one");
        Checkout.Running two = checkout.start(Map.of(), launcher, "two");

        assertThat(one.end().output()).endsWith("jdk runs one\n");
        assertThat(two.end().output()).endsWith("jdk runs two\n");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void worksThroughALinkFromAnyFolder() throws Exception {
        checkout.jdk("jdk", "25");
        Path link = Files.createSymbolicLink(
                checkout.folder().resolve("shore"), checkout.root().resolve("farshore"));

        assertThat(checkout.runWith(Map.of(), link.toString(), "a b").output()).endsWith("jdk runs a b\n");
    }

    private Checkout.Ending withJdk(String name) throws IOException, InterruptedException {
        Path home = checkout.folder().resolve("jvm").resolve(name);
        return checkout.runWith(
                Map.of("FARSHORE_JAVA", home.toString()),
                checkout.root().resolve("farshore").toString(),
                "points");
    }
}
