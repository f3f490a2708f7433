package io.farshore.dist.wrong.fabric;

import io.farshore.dist.wrong.core.block.KnowsTheDataPlane;

/** Allowed: a disk is a disk. */
public record KnowsBlocks(KnowsTheDataPlane block) {}
