/** The replica store under simulation: what is kept stays, and what is not kept goes. */
@NullMarked
package io.farshore.dataplane.compact;

import org.jspecify.annotations.NullMarked;
