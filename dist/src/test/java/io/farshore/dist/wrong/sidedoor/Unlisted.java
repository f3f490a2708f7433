package io.farshore.dist.wrong.sidedoor;

/** A module that nobody decided on, in a package that says nothing about null. */
public record Unlisted(int number) {}
