package io.farshore.dist.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/**
 * How classes and packages look.
 *
 * @param root the package above the modules
 */
record Shape(String root) {
    ArchRule packagesAreNullMarked() {
        return all(
                "be in a package whose package-info is @NullMarked",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }

    ArchRule classesAreFinalOrMeantToBeExtended() {
        return all("be final, abstract or sealed", Shape::isClosedOrAbstract);
    }

    private static boolean isClosedOrAbstract(JavaClass type) {
        return type.isInterface()
                || type.isAnonymousClass()
                || type.getModifiers().contains(JavaModifier.FINAL)
                || type.getModifiers().contains(JavaModifier.ABSTRACT)
                || type.isEnum()
                || isExtendedByJmh(type)
                || type.reflect().isSealed();
    }

    /** JMH generates subclasses of the state of a benchmark. */
    private static boolean isExtendedByJmh(JavaClass type) {
        return type.isAnnotatedWith("org.openjdk.jmh.annotations.State")
                || type.getPackageName().contains("jmh_generated");
    }

    private ArchRule all(String description, Predicate<JavaClass> holds) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new ArchCondition<>(description) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!holds.test(type)) {
                            events.add(SimpleConditionEvent.violated(
                                    type, "%s does not %s".formatted(type.getName(), description)));
                        }
                    }
                })
                .allowEmptyShould(true);
    }
}
