/** Attaching, part by part. */
@NullMarked
package io.farshore.agent.attach;

import org.jspecify.annotations.NullMarked;
