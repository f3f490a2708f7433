/**
 * The commands. A command reads its options, asks the data plane or the agent to do it, and prints; what is known about bytes is theirs.
 * Output for programs ({@code --json}) is a contract: fields are added, never renamed or removed.
 */
@NullMarked
package io.farshore.cli;

import org.jspecify.annotations.NullMarked;
