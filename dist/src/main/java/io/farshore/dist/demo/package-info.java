/**
 * The demonstration: two regions on this machine, a real guest, the loss of a region, and a failover judged by records that the guest
 * wrote. It runs the program's own commands as processes of the two hosts, as an operator would.
 */
@NullMarked
package io.farshore.dist.demo;

import org.jspecify.annotations.NullMarked;
