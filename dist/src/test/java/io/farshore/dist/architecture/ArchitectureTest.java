package io.farshore.dist.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the program, without its tests, to the rules. */
class ArchitectureTest {
    private static final String ROOT = "io.farshore";
    private static final ImportOption WITHOUT_TESTS =
            location -> !location.contains("/test-classes/") && !location.contains("-tests.jar");
    private static final JavaClasses PROGRAM =
            new ClassFileImporter().withImportOption(WITHOUT_TESTS).importPackages(ROOT);

    private final Modules modules = new Modules(ROOT);
    private final Purity purity = new Purity(ROOT);
    private final Given given = new Given(ROOT);
    private final Shape shape = new Shape(ROOT);

    @Test
    void readsTheClassesOfTheProgramAndNotItsTests() {
        assertThat(PROGRAM.contain("io.farshore.core.block.BlockDevice")).isTrue();
        assertThat(PROGRAM.contain("io.farshore.cli.exit.Failures")).isTrue();
        assertThat(PROGRAM.contain("io.farshore.dist.Farshore")).isTrue();
        assertThat(PROGRAM.contain(ArchitectureTest.class)).isFalse();
    }

    @TestFactory
    Stream<DynamicTest> modulesUseOnlyWhatTheyMay() {
        return StreamSupport.stream(Modules.known().spliterator(), false)
                .map(module -> DynamicTest.dynamicTest(module, () -> holds(modules.useOnlyWhatTheyMay(module))));
    }

    @Test
    void everyModuleHasARowInTheTable() {
        holds(modules.haveARowInTheTable());
    }

    @Test
    void packagesHaveNoCycles() {
        holds(modules.havePackagesWithoutCycles());
    }

    @Test
    void coreKnowsNoNetwork() {
        holds(purity.coreKnowsNoNetwork());
    }

    @Test
    void coreHasNoThread() {
        holds(purity.coreHasNoThread());
    }

    @Test
    void onlyTheStoreOfCoreKnowsFiles() {
        holds(purity.onlyTheStoreOfCoreKnowsFiles());
    }

    @Test
    void timeIsGiven() {
        holds(given.timeIsGiven());
    }

    @Test
    void chanceIsGiven() {
        holds(given.chanceIsGiven());
    }

    @Test
    void nobodySleeps() {
        holds(given.nobodySleeps());
    }

    @Test
    void packagesAreNullMarked() {
        holds(shape.packagesAreNullMarked());
    }

    @Test
    void classesAreFinalOrMeantToBeExtended() {
        holds(shape.classesAreFinalOrMeantToBeExtended());
    }

    private static void holds(ArchRule rule) {
        rule.check(PROGRAM);
    }
}
