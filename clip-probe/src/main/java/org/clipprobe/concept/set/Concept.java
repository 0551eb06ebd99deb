package org.clipprobe.concept.set;

/**
 * A word or phrase that units may be named with.
 *
 * @param text as it is put into a prompt
 * @param group what kind of thing it is, such as {@code animal}; empty where nobody said
 */
public record Concept(String text, String group) {}
