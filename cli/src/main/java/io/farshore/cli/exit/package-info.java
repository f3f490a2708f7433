/**
 * How a command ends: the exit codes that scripts may rely on ({@link io.farshore.cli.exit.ExitCodes}), and the one place
 * where an exception becomes one line for a person and one of those codes ({@link io.farshore.cli.exit.Failures}). A command
 * throws; it neither prints an error nor exits.
 */
@NullMarked
package io.farshore.cli.exit;

import org.jspecify.annotations.NullMarked;
