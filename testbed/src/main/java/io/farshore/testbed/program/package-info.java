/**
 * The programs of the machine that the test bed is made of: which are needed, which Debian package has each, and how one is
 * run with a deadline and its output kept. Knows nothing about hosts or guests.
 */
@NullMarked
package io.farshore.testbed.program;

import org.jspecify.annotations.NullMarked;
