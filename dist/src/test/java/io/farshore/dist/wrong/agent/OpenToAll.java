package io.farshore.dist.wrong.agent;

/** Anyone may extend it, and nobody meant it. */
public class OpenToAll {}
