/** The data path as a whole, from a write to a disk to a recovery point, against a model. */
@NullMarked
package io.farshore.dataplane.pipeline;

import org.jspecify.annotations.NullMarked;
