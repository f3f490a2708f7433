package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.Damage;
import io.farshore.core.format.Golden;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The small objects of cache storage: read for ever, and never read wrong. */
class LogObjectsTest {
    private static final GenerationClaim CLAIM = new GenerationClaim(
            Examples.MACHINE,
            "web-1",
            7,
            Examples.WRITER,
            Examples.TIME,
            Base.PREVIOUS,
            List.of(new DiskSpec("vda", 10L << 30), new DiskSpec("data.1", 1L << 46)),
            "<domain><name>web-1 \u00e4\u20ac</name></domain>");
    private static final GenerationEnd END = new GenerationEnd(Examples.MACHINE, 7, 8640, 1L << 40, true);
    private static final ReplicatedPosition REPLICATED =
            new ReplicatedPosition(Examples.MACHINE, new Position(7, 123_456_789_012L), 8641, 1L << 50, Examples.TIME);

    private static final GenerationClaim ENCRYPTED = encrypted();

    private static final Map<String, byte[]> WRITTEN = Map.of(
            "generation", ENCRYPTED.toBytes(), "generation-end", END.toBytes(), "replicated", REPLICATED.toBytes());
    private static final Map<String, Damage.Parser> PARSERS = Map.of(
            "generation", bytes -> GenerationClaim.parse("it", bytes),
            "generation-end", bytes -> GenerationEnd.parse("it", bytes),
            "replicated", bytes -> ReplicatedPosition.parse("it", bytes));

    @Test
    void goldenFilesAreReadAndWrittenAsEver() throws IOException {
        assertThat(GenerationClaim.parse("it", Golden.sameBytes("generation", CLAIM.toBytes())))
                .isEqualTo(CLAIM);
        assertThat(GenerationEnd.parse("it", Golden.sameBytes("generation-end", END.toBytes())))
                .isEqualTo(END);
        assertThat(ReplicatedPosition.parse("it", Golden.sameBytes("replicated", REPLICATED.toBytes())))
                .isEqualTo(REPLICATED);
    }

    private static GenerationClaim encrypted() {
        try {
            return CLAIM.encrypted(Examples.KEY.id(), Examples.KEYS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theGoldenClaimOfAnEncryptedGenerationIsReadAndWrittenAsEver() throws IOException {
        byte[] golden = Golden.sameBytes("generation-encrypted", ENCRYPTED.toBytes());
        GenerationClaim read = GenerationClaim.parse("it", golden);
        assertThat(read).isEqualTo(ENCRYPTED);
        assertThat(read.definition(Examples.KEYS)).isEqualTo("<domain><name>web-1 \u00e4\u20ac</name></domain>");
        assertThat(new String(golden, StandardCharsets.ISO_8859_1)).doesNotContain("domain");
        assertThat(read.toString()).doesNotContain("domain");
    }

    @Test
    void aDefinitionIsOpenedWithItsKeyOnly() {
        assertThatThrownBy(() -> ENCRYPTED.definition(MachineKeys.NONE)).isInstanceOf(KeyMissingException.class);
        MachineKeys wrong = MachineKeys.of(List.of(new DataKey(Examples.KEY.id(), new byte[32])));
        assertThatThrownBy(() -> ENCRYPTED.definition(wrong)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void allDamageIsFoundInAClaimThatIsNotEncrypted() {
        Damage.isFoundEverywhere(CLAIM.toBytes(), parser("generation"));
    }

    @Test
    void allDamageIsFound() {
        WRITTEN.forEach((format, bytes) -> Damage.isFoundEverywhere(bytes, parser(format)));
    }

    @Seeded(count = 500)
    void whatMadWritersWroteIsReadOrRefused(RandomGenerator random) {
        WRITTEN.forEach((format, bytes) ->
                Damage.isRead(Damage.alteredEnvelope(bytes, random), parser(format), "another " + format));
    }

    @Test
    void aNewerVersionIsTooNewAndNotDamaged() {
        WRITTEN.forEach(
                (format, bytes) -> assertThatThrownBy(() -> parser(format).parse(Golden.ofNextVersion(bytes)))
                        .isInstanceOf(FormatTooNewException.class)
                        .hasMessageContaining(format));
    }

    private static Damage.Parser parser(String format) {
        Damage.Parser parser = PARSERS.get(format);
        if (parser == null) {
            throw new IllegalArgumentException(format);
        }
        return parser;
    }

    @Test
    void aDefinitionThatNobodyCouldReadIsNotWritten() {
        assertThatThrownBy(() -> new GenerationClaim(
                        Examples.MACHINE,
                        "web-1",
                        1,
                        Examples.WRITER,
                        Examples.TIME,
                        Base.EMPTY,
                        CLAIM.disks(),
                        "\u00e4".repeat((1 << 19) + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("web-1");
    }

    @Test
    void aKeyThatIsNoClaimsHasNoGeneration() {
        CacheKeys keys = new CacheKeys("web-1");
        assertThat(keys.claimedGeneration(keys.claim(0x1234abcd))).isEqualTo(0x1234abcd);
        for (String key : List.of(
                keys.end(1), keys.generations() + "zzzzzzzz", keys.generations() + "ffffffff", keys.replicated())) {
            assertThat(keys.claimedGeneration(key)).as(key).isNull();
        }
    }
}
