package io.farshore.dist.wrong.fabric;

import io.farshore.dist.wrong.core.store.OpensFile;

/** Hypervisors have nothing to do with object storage. */
public record KnowsTheStore(OpensFile store) {}
