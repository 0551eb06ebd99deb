package org.clipprobe.probe;

/**
 * What words that look like the concept's, but are not it, do to the unit.
 *
 * @param words number of examples of the concept's own word
 * @param nearSpellings number of examples of words within edit distance 2 of it
 * @param wordOverNear share of the near spellings, each with the mean of its renderings, that drive the unit less than the
 *     own word does
 * @param nearOverOthers area under the ROC curve, the near spellings against the other concepts' words
 * @param readsLetters whether the near spellings alone pass as the concept's words and the word is not in front of them: it
 *     reads letters, not meanings
 */
public record SpellingControl(
        int words, int nearSpellings, double wordOverNear, double nearOverOthers, boolean readsLetters) {}
