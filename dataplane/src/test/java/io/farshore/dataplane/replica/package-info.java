/** Replicas made without capture and processing: what the readers of replicas are tested with. */
@NullMarked
package io.farshore.dataplane.replica;

import org.jspecify.annotations.NullMarked;
