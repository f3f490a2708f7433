package io.farshore.dist.wrong.agent;

/** Allowed: the subclasses are known. */
public sealed class ClosedSet {
    /** The only one. */
    public static final class Member extends ClosedSet {}
}
