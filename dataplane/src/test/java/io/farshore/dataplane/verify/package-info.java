/** Verification of replicas, sound and damaged in every way. */
@NullMarked
package io.farshore.dataplane.verify;

import org.jspecify.annotations.NullMarked;
