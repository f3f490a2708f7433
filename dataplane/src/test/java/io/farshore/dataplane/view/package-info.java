/** Views against a model of the machine, against damage, and what they cost. */
@NullMarked
package io.farshore.dataplane.view;

import org.jspecify.annotations.NullMarked;
