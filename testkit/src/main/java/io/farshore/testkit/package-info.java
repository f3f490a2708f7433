/**
 * What tests of every module share: tests that run once per seed ({@link io.farshore.testkit.Seeded}) and real programs with
 * a deadline ({@link io.farshore.testkit.Programs}). Knows nothing of the product, so that the product's own tests can use it
 * from the lowest module on.
 */
@NullMarked
package io.farshore.testkit;

import org.jspecify.annotations.NullMarked;
