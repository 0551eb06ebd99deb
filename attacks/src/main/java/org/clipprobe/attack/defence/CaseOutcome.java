package org.clipprobe.attack.defence;

import java.util.Arrays;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.run.ZeroShot;

/**
 * What a model answers in one case.
 *
 * @param right whether it is right about the clean picture
 * @param rightAttacked whether it is right about the attacked one
 * @param success whether the answer became the target, and was not before
 * @param anagram the same of the anagram
 * @param blank the same of the blank label
 */
record CaseOutcome(boolean right, boolean rightAttacked, boolean success, boolean anagram, boolean blank) {
    /**
     * Reads the answers.
     *
     * @param embeddings rows of the case's four pictures, from {@code row} on
     */
    static CaseOutcome of(AttackCase attack, ZeroShot classes, float[] embeddings, int row) {
        int width = classes.dimensions();
        Answer[] answers = new Answer[AttackCase.ROWS];
        for (int i = 0; i < answers.length; i++) {
            float[] one = Arrays.copyOfRange(embeddings, (row + i) * width, (row + i + 1) * width);
            answers[i] = classes.answer(classes.logits(one, 0), attack.trueClass(), attack.target());
        }
        boolean already = answers[AttackCase.CLEAN].target().first();
        return new CaseOutcome(
                answers[AttackCase.CLEAN].truth().first(),
                answers[AttackCase.ATTACKED].truth().first(),
                !already && answers[AttackCase.ATTACKED].target().first(),
                !already && answers[AttackCase.ANAGRAM].target().first(),
                !already && answers[AttackCase.BLANK].target().first());
    }
}
