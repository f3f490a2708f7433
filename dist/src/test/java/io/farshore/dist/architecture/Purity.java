package io.farshore.dist.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What core keeps away from, so that it can be tested without a network, a thread or a file.
 *
 * @param root the package above the modules
 */
record Purity(String root) {
    /** Values of java.net that open no connection. */
    private static final Set<String> HARMLESS = Set.of("java.net.URI", "java.net.URISyntaxException");

    private static final Set<String> THREADS = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.util.Timer",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Executor",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ScheduledExecutorService",
            "java.util.concurrent.ThreadFactory");

    private static final Pattern MINDS_INTERRUPTION = Pattern.compile(
            "calls method <java\\.lang\\.Thread\\.(currentThread|interrupt|interrupted|isInterrupted)\\(\\)>");

    ArchRule coreKnowsNoNetwork() {
        return core().should()
                .dependOnClassesThat(describe("are of the network", Purity::isNetwork))
                .allowEmptyShould(true);
    }

    /** Core may mind that the caller's thread is interrupted; it has none of its own. */
    ArchRule coreHasNoThread() {
        return classes()
                .that()
                .resideInAPackage(root + ".core..")
                .should(new ArchCondition<>("have no thread") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(each -> THREADS.contains(outermost(each.getTargetClass())))
                                .filter(each -> !MINDS_INTERRUPTION
                                        .matcher(each.getDescription())
                                        .find())
                                .forEach(
                                        each -> events.add(SimpleConditionEvent.violated(each, each.getDescription())));
                    }
                })
                .allowEmptyShould(true);
    }

    ArchRule onlyTheStoreOfCoreKnowsFiles() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".core..")
                .and()
                .resideOutsideOfPackage(root + ".core.store..")
                .and()
                .resideOutsideOfPackage(root + ".core.crypto.file..")
                .should()
                .dependOnClassesThat(FILES)
                .because("formats and their state are pure: bytes in, bytes out; a key file is not in any store")
                .allowEmptyShould(true);
    }

    private GivenClassesConjunction core() {
        return noClasses().that().resideInAPackage(root + ".core..");
    }

    private static final DescribedPredicate<JavaClass> FILES = describe("are files", Purity::isFile);

    private static boolean isNetwork(JavaClass type) {
        String name = outermost(type);
        boolean isSocket =
                name.startsWith("java.nio.channels.") && (name.contains("Socket") || name.contains("Selector"));
        boolean isNet = name.startsWith("java.net.") || name.startsWith("javax.net.");
        return isSocket || (isNet && !HARMLESS.contains(name));
    }

    private static boolean isFile(JavaClass type) {
        String name = outermost(type);
        return name.startsWith("java.nio.file.")
                || name.startsWith("java.io.File")
                || name.equals("java.io.RandomAccessFile")
                || (name.startsWith("java.nio.channels.") && name.contains("File"));
    }

    /** The name of the top-level class, also when a nested one such as {@code Thread.Builder} is used. */
    private static String outermost(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
