package io.farshore.dist.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Time and chance are given to a class by its constructor; only the outermost packages make them. Method references count
 * like calls.
 *
 * @param root the package above the modules
 */
record Given(String root) {
    private static final Set<String> CLOCKS =
            Set.of("java.lang.System.currentTimeMillis", "java.time.InstantSource.system", "java.util.Date.<init>");

    private static final Set<String> DICE = Set.of(
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGeneratorFactory.create");

    ArchRule timeIsGiven() {
        return insideOf(use("a clock of their own", Given::isClock));
    }

    ArchRule chanceIsGiven() {
        return insideOf(use("dice of their own", Given::isDice));
    }

    /** Waiting for an event has a better way everywhere, so this one knows no exception. */
    ArchRule nobodySleeps() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(use("sleep", Given::isSleep))
                .allowEmptyShould(true);
    }

    private ArchRule insideOf(ArchCondition<JavaClass> condition) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                        root + ".dist", root + ".cli", root + ".testbed..", root + ".bench..")))
                .should(condition)
                .allowEmptyShould(true);
    }

    private static boolean isClock(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        return (CLOCKS.contains(name(target)) && hasNoArgument(target))
                || (owner.startsWith("java.time.") && target.getName().equals("now"))
                || (owner.equals("java.time.Clock") && target.getName().matches("(system|tick).*"));
    }

    private static boolean isDice(CodeUnitAccessTarget target) {
        return DICE.contains(name(target)) && hasNoArgument(target);
    }

    private static boolean isSleep(CodeUnitAccessTarget target) {
        return Set.of("java.lang.Thread.sleep", "java.util.concurrent.TimeUnit.sleep")
                .contains(name(target));
    }

    private static String name(CodeUnitAccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }

    /** A random generator from a seed is given chance; one from nothing is not. */
    private static boolean hasNoArgument(CodeUnitAccessTarget target) {
        return target.getRawParameterTypes().isEmpty();
    }

    private static ArchCondition<JavaClass> use(String what, Predicate<CodeUnitAccessTarget> forbidden) {
        return new ArchCondition<>("not use " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (access.getTarget() instanceof CodeUnitAccessTarget target && forbidden.test(target)) {
                        events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                    }
                }
            }
        };
    }
}
