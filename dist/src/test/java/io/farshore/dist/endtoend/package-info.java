/**
 * The stand-alone data plane as an operator runs it: {@code farshore replicate} and {@code farshore process} are processes of their own,
 * written to over NBD, stopped or killed, and judged by what their recovery points hold. Tagged {@code real}; knows the commands, their
 * events and exit codes, and nothing of what is behind them.
 */
@NullMarked
package io.farshore.dist.endtoend;

import org.jspecify.annotations.NullMarked;
