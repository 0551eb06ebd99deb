package org.clipprobe.attack.outcome;

/**
 * One of a model's strongest answers.
 *
 * @param name of the class
 * @param probability softmax over all classes of (logit scale × cosine)
 */
public record Guess(String name, double probability) {}
