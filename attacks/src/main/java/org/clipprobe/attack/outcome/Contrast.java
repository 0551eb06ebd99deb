package org.clipprobe.attack.outcome;

import org.clipprobe.attack.Control;
import org.clipprobe.statistic.Estimate;

/**
 * Attacks against one of their controls, pair by pair on the same pictures.
 *
 * @param control which
 * @param success share of controls after which the answer was the attack's target, and was not before
 * @param moreSuccess the attacks' share minus this one
 * @param broken share of controls that made a right answer wrong, among pictures that were right
 * @param moreBroken the attacks' share minus this one
 * @param meanCover mean share of pixels that the controls changed
 * @param standIns how many controls stand for an anagram that there is none of
 */
public record Contrast(
        Control control,
        Proportion success,
        Estimate moreSuccess,
        Proportion broken,
        Estimate moreBroken,
        double meanCover,
        long standIns) {}
