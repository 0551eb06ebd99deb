/**
 * Names units, finds units by prompt and puts names to the test: pure functions of an activations matrix, of embeddings
 * of examples and concepts in CLIP's joint space, and of a table that says what each example is. {@code docs/naming.md}
 * holds the formulas and where they come from.
 */
package org.clipprobe.concept;
