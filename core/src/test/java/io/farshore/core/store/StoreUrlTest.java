package io.farshore.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreUrlTest {
    @ParameterizedTest
    @CsvSource({
        "file:///srv/cache, file, '', /srv/cache",
        "FILE:///srv/cache/, file, '', /srv/cache",
        "file:/srv/cache, file, '', /srv/cache",
        "file:///srv/a%20b, file, '', /srv/a b",
        "/srv/a b/, file, '', /srv/a b",
        "/, file, '', /",
        "s3://bucket, s3, bucket, ''",
        "s3://bucket/some/prefix/, s3, bucket, /some/prefix",
        "azblob://account.example:10000/container, azblob, account.example:10000, /container",
    })
    void readsAUrlAndWritesItAgain(String text, String scheme, String host, String path) {
        StoreUrl url = StoreUrl.parse(text);
        assertThat(url).isEqualTo(new StoreUrl(scheme, host, path));
        assertThat(StoreUrl.parse(url.toString())).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "srv/cache | write file:///dir or /dir",
                "'' | write file:///dir or /dir",
                "file:srv/cache | has a relative path; write file:///dir",
                "file://srv/cache | names the host srv, but a file store is on this one",
                "file:///srv/cache?x=1 | must not have a part after ?",
                "file:///a b | is not a URL",
                "s3:///prefix | names no place; write s3://name",
                "s3:bucket | names no place; write s3://name",
            })
    void refusesAWrongUrlAndSaysWhatIsRight(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.parse(text))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"s3://me:secret@bucket/x", "s3://bucket/x?sig=secret", "s3://me:secret@bucket/a b?sig=secret"})
    void aRefusalRepeatsNoSecret(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.parse(text))
                .withNoCause()
                .withMessageMatching("(?s)(?!.*secret).*")
                .withMessageContaining("s3://");
    }

    @Test
    void opensAndCreatesByUrlOrPath(@TempDir Path folder) throws IOException {
        try (ObjectStore created = ObjectStores.create("file://" + folder + "/store")) {
            created.put("k", new byte[3]);
        }
        try (ObjectStore opened = ObjectStores.open(folder + "/store")) {
            assertThat(opened.size("k")).isEqualTo(3);
            assertThat(opened).hasToString("file://" + folder + "/store");
        }
    }

    @Test
    void anUnknownSchemeIsRefusedWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open("ftp://host/x"))
                .withMessage("no store can be opened by ftp:// URLs; known here: file://");
    }
}
