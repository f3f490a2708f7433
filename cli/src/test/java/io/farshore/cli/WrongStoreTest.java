package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.store.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is none, or not the right one, is refused in one line that says what would be right. */
class WrongStoreTest {
    @TempDir
    private Path temp;

    @Test
    void aMissingFolderIsNoStore() {
        refusedEverywhere(temp.resolve("none"), "no such folder", "is its path right and its file system mounted?");
    }

    @Test
    void anEmptyFolderIsNoStore() throws IOException {
        refusedEverywhere(Files.createDirectory(temp.resolve("empty")), "the folder is empty", "mounted?");
    }

    @Test
    void aFileIsNoStore() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "not a store");

        refused(file, "it is a file; name the store's folder");
        assertThat(run("inspect", file).refusal()).contains(file + " is no Farshore object");
    }

    @Test
    void aFolderOfOtherThingsHoldsNoReplica() throws IOException {
        Files.writeString(temp.resolve("letter"), "to a friend");

        refused(temp, "holds no replica");
        assertThat(run("inspect", temp).refusal()).contains("is no Farshore store");
    }

    @Test
    void cacheStorageIsNoReplicaStore() throws IOException {
        try (FileObjectStore cache = FileObjectStore.create(temp)) {
            cache.put("cache/web-1/generation/00000001", new byte[1]);
        }
        refused(temp, "holds no replica: is it a replica store, and has farshore process run?");
    }

    @Test
    void anUnknownSchemeIsAnsweredWithTheKnownOnes() {
        refusedEverywhere("ftp://host/dir", "no store can be opened by ftp://", "known here: file://");
    }

    @Test
    void aRelativeOrSecretUrlIsRefused() {
        refused("some/where", "is neither a URL nor an absolute path; write file:///dir or /dir");
        refused("", "no store is named; write file:///dir or /dir");
        refused("file://host/dir", "names the host host");
        refused("s3://key:secret@bucket", "must not hold a user name or password");
        assertThat(run("points", "s3://key:secret@bucket").refusal()).doesNotContain("secret@");
    }

    @Test
    void inspectTakesARelativeFolderAndNamesAMissingOneInFull() {
        assertThat(run("inspect", "some/where").refusal())
                .contains("there is no store and no object at "
                        + Path.of("some/where").toAbsolutePath());
    }

    @Test
    void anUnknownMachineIsAnsweredWithThoseThereAre() throws IOException {
        WebServer.in(temp);

        String expected = "holds no machine 'web-2'; it holds web-1";
        assertThat(run("points", temp, "--machine", "web-2").refusal()).contains(expected);
        assertThat(run("verify", temp, "--machine", "web-2").refusal()).contains(expected);
        assertThat(restore(temp, "web-2")).contains(expected);
    }

    @Test
    void aNameThatNoMachineCanHaveIsRefusedWithTheRule() throws IOException {
        WebServer.in(temp);

        for (String name : new String[] {"a/b", "..", "../..", "", "a b", "x".repeat(65), "a\nb"}) {
            String rule = "is no name for a machine: use 1 to 64 of A-Z";
            assertThat(run("points", temp, "--machine", name).refusal()).contains(rule);
            assertThat(run("verify", temp, "--machine", name).refusal()).contains(rule);
            assertThat(restore(temp, name)).contains(rule);
        }
    }

    @Test
    void processRefusesAMachineThatTheCacheDoesNotHold() throws IOException {
        Files.createDirectory(temp.resolve("c"));

        assertThat(process("web-1")).contains("holds no machine 'web-1'; it holds none");
        assertThat(process("a/b")).contains("'a/b' is no name for a machine");
    }

    @Test
    void processRefusesCacheStorageThatIsNotThereAndMakesNothing() {
        for (String cache : new String[] {temp.resolve("typo").toString(), "file://" + temp.resolve("typo")}) {
            assertThat(run("process", "--once", "--cache", cache, "--store", temp.resolve("s"))
                            .refusal())
                    .contains("there is no cache storage at " + temp.resolve("typo"), "mounted?");
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aFileCannotBecomeAStore() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "not a store");

        assertThat(run("process", "--once", "--cache", file, "--store", temp.resolve("s"))
                        .refusal())
                .contains("cannot create an object store at " + file, "is not a folder");
    }

    private String process(String machine) {
        return run(
                        "process",
                        "--once",
                        "--cache",
                        temp.resolve("c"),
                        "--store",
                        temp.resolve("s"),
                        "--machine",
                        machine)
                .refusal();
    }

    private void refusedEverywhere(Object store, String... words) {
        refused(store, words);
        assertThat(run("inspect", store).exitCode()).isEqualTo(2);
    }

    private void refused(Object store, String... words) {
        assertThat(run("points", store).refusal()).contains(words);
        assertThat(run("verify", store).refusal()).contains(words);
        assertThat(restore(store, "web-1")).contains(words);
        assertThat(run("export", store, "--machine", "web-1", "--point", "latest", "--listen", temp.resolve("run"))
                        .refusal())
                .contains(words);
    }

    private String restore(Object store, String machine) {
        return run("restore", store, "--machine", machine, "--point", "latest", "--out", temp.resolve("out.img"))
                .refusal();
    }
}
