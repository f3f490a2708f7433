package io.farshore.dist.wrong.testbed;

import io.farshore.dist.wrong.dataplane.KnowsCore;

/** A test bed that could be bent until the product passes. */
public record KnowsTheProduct(KnowsCore product) {}
