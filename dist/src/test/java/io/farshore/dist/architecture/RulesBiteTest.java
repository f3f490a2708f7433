package io.farshore.dist.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Each rule finds what it forbids in the wrong classes, and leaves alone what it allows. */
class RulesBiteTest {
    private static final String ROOT = "io.farshore.dist.wrong";
    private static final JavaClasses WRONG = new ClassFileImporter().importPackages(ROOT);

    private final Modules modules = new Modules(ROOT);
    private final Purity purity = new Purity(ROOT);
    private final Given given = new Given(ROOT);
    private final Shape shape = new Shape(ROOT);

    @Test
    void aTestbedThatKnowsTheProductIsFound() {
        finds(modules.useOnlyWhatTheyMay("testbed"), "testbed.KnowsTheProduct");
    }

    @Test
    void aFabricThatKnowsTheStoreIsFoundAndOneThatKnowsBlocksIsNot() {
        finds(modules.useOnlyWhatTheyMay("fabric"), "fabric.KnowsTheStore");
        passes(modules.useOnlyWhatTheyMay("fabric"), "fabric.KnowsBlocks");
    }

    @Test
    void aCoreThatKnowsTheDataPlaneIsFound() {
        finds(modules.useOnlyWhatTheyMay("core"), "core.block.KnowsTheDataPlane");
        passes(modules.useOnlyWhatTheyMay("dataplane"), "dataplane.KnowsCore");
    }

    @Test
    void aModuleWithoutARowIsFound() {
        finds(modules.haveARowInTheTable(), "sidedoor.Unlisted");
    }

    @Test
    void aCycleOfPackagesIsFound() {
        finds(modules.havePackagesWithoutCycles(), "dataplane.KnowsCore");
    }

    @Test
    void aSocketInCoreIsFoundAndAUriIsNot() {
        finds(purity.coreKnowsNoNetwork(), "core.log.OpensSocket");
        passes(purity.coreKnowsNoNetwork(), "core.store.OpensFile");
    }

    @Test
    void aThreadInCoreIsFoundAndMindingInterruptionIsNot() {
        finds(purity.coreHasNoThread(), "core.log.StartsThread");
        passes(purity.coreHasNoThread(), "core.store.MindsInterruption");
    }

    @Test
    void aFileInAFormatIsFoundAndOneInTheStoreIsNot() {
        finds(purity.onlyTheStoreOfCoreKnowsFiles(), "core.log.ReadsFile");
        passes(purity.onlyTheStoreOfCoreKnowsFiles(), "core.store.OpensFile");
    }

    @Test
    void aClockIsFoundAlsoAsAMethodReferenceButNotInTheOutermostPackage() {
        finds(given.timeIsGiven(), "agent.LooksAtTheClock.call");
        finds(given.timeIsGiven(), "agent.LooksAtTheClock.reference");
        passes(given.timeIsGiven(), "cli.MakesTheClock");
    }

    @Test
    void diceAreFoundAndASeededGeneratorIsNot() {
        finds(given.chanceIsGiven(), "agent.ThrowsDice.fresh");
        finds(given.chanceIsGiven(), "agent.ThrowsDice.id");
        passes(given.chanceIsGiven(), "agent.ThrowsDice.seeded");
    }

    @Test
    void aSleepIsFoundEverywhere() {
        finds(given.nobodySleeps(), "cli.Sleeps");
    }

    @Test
    void aPackageThatIsNotNullMarkedIsFound() {
        finds(shape.packagesAreNullMarked(), "sidedoor.Unlisted");
        passes(shape.packagesAreNullMarked(), "core.log.ReadsFile");
    }

    @Test
    void anOpenClassIsFoundAndASealedOneIsNot() {
        finds(shape.classesAreFinalOrMeantToBeExtended(), "agent.OpenToAll");
        passes(shape.classesAreFinalOrMeantToBeExtended(), "agent.ClosedSet");
    }

    private static void finds(ArchRule rule, String place) {
        assertThat(violations(rule)).contains(ROOT + "." + place);
    }

    private static void passes(ArchRule rule, String place) {
        assertThat(violations(rule)).doesNotContain(ROOT + "." + place);
    }

    private static String violations(ArchRule rule) {
        return rule.evaluate(WRONG).getFailureReport().toString();
    }
}
