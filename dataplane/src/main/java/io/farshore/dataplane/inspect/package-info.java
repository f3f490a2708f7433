/**
 * What an object or a store is, for people and for programs. A {@link io.farshore.dataplane.inspect.Description} is one tree; as JSON
 * it is a contract, as text it is for reading. Objects tell what they are by themselves, wherever they lie.
 */
@NullMarked
package io.farshore.dataplane.inspect;

import org.jspecify.annotations.NullMarked;
