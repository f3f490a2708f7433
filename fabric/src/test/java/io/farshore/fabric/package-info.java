/** Tests of the hypervisor package, with a private libvirt daemon and real guests for all packages of this module. */
@NullMarked
package io.farshore.fabric;

import org.jspecify.annotations.NullMarked;
