package io.farshore.testbed.program;

/** One thing that this machine must have, and the Debian package that brings it. */
public sealed interface Requirement permits Program, StaticBusybox {
    String name();

    String debianPackage();

    boolean isPresent();
}
