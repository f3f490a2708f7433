/** Domain definitions as DOM trees, parsed with no access to anything outside the text. Knows no libvirt element by name. */
@NullMarked
package io.farshore.fabric.xml;

import org.jspecify.annotations.NullMarked;
