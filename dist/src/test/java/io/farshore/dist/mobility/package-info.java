/** The Mobility service against real guests: attach, detach, boot, and what goes wrong with them. */
@NullMarked
package io.farshore.dist.mobility;

import org.jspecify.annotations.NullMarked;
