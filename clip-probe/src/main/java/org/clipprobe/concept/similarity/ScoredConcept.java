package org.clipprobe.concept.similarity;

/**
 * A concept with the score that a similarity gave it.
 *
 * @param concept its index in the concept set
 * @param score larger is better; comparable only within one similarity and one layer
 */
public record ScoredConcept(int concept, double score) {}
