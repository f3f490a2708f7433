package io.farshore.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once per seed. Its method takes {@code long seed}, a {@link java.util.random.RandomGenerator} made from
 * the seed, or both; so may {@code @BeforeEach} and {@code @AfterEach}, which share the generator. A failure says
 * {@code replay with -Dseed=…}.
 *
 * <p>The seeds come from the names of the class and the method, so that every run tries the same ones. System properties:
 * {@code -Dseed=N} runs that seed alone, {@code -Dseeds=5000} replaces the count, {@code -Dseeds=10x} multiplies it (the first
 * seeds stay the same), {@code -Dseed.base=N} tries other seeds than the usual.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(SeededExtension.class)
public @interface Seeded {
    /** How many seeds an ordinary run tries. */
    int count() default 100;
}
