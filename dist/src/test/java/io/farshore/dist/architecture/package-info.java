/**
 * The rules of {@code docs/ARCHITECTURE.md} that a test can hold. {@link io.farshore.dist.architecture.ArchitectureTest} holds
 * the program to them; {@link io.farshore.dist.architecture.RulesBiteTest} shows of each that it finds what it forbids, with
 * the deliberately wrong classes below {@code io.farshore.dist.wrong}.
 */
@NullMarked
package io.farshore.dist.architecture;

import org.jspecify.annotations.NullMarked;
