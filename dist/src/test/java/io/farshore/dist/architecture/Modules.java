package io.farshore.dist.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who may know whom.
 *
 * @param root the package above the modules
 */
record Modules(String root) {
    /** Each module, and the packages of other modules that it may use. */
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.of(
            "testkit", List.of(),
            "testbed", List.of(),
            "core", List.of(),
            "dataplane", List.of("core"),
            "fabric", List.of("core.block", "core.failure"),
            "agent", List.of("core", "dataplane", "fabric"),
            "cli", List.of("core", "dataplane", "agent"),
            "bench", List.of("core", "dataplane", "cli.exit"),
            "dist", List.of("core", "dataplane", "fabric", "agent", "cli", "bench", "testbed")));

    /** The modules with a row in the table. */
    static Iterable<String> known() {
        return MAY_USE.keySet();
    }

    /** The module uses the JDK, libraries, itself, and of us only what its row names. */
    ArchRule useOnlyWhatTheyMay(String module) {
        return classes()
                .that()
                .resideInAPackage(tree(module))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(root + "..").or(resideInAnyPackage(allowed(module))))
                .allowEmptyShould(true);
    }

    ArchRule haveARowInTheTable() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(MAY_USE.keySet().stream().map(this::tree).toArray(String[]::new))
                .because("a new module needs a reason, and a row in Modules.MAY_USE")
                .allowEmptyShould(true);
    }

    ArchRule havePackagesWithoutCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    private String[] allowed(String module) {
        return Stream.concat(Stream.of(module), MAY_USE.getOrDefault(module, List.of()).stream())
                .map(this::tree)
                .toArray(String[]::new);
    }

    private String tree(String name) {
        return root + "." + name + "..";
    }
}
