package org.clipprobe.attack.defence;

import java.util.List;
import java.util.Optional;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.Unit;

/**
 * Repairs and their rivals, judged on sources that chose none of them.
 *
 * @param choosing cases that repairs were chosen on
 * @param before the unchanged model
 * @param reading how often the unchanged model names a word that is the whole picture
 * @param rivals every way, repairs first
 * @param repair the one that is worth saving; empty when nothing helps
 * @param words the answer in a sentence
 */
public record DefenceResult(
        long choosing,
        Judgement before,
        Proportion reading,
        List<Rival> rivals,
        Optional<Repair> repair,
        String words) {
    public DefenceResult {
        rivals = List.copyOf(rivals);
    }

    /**
     * One way to withstand the attack.
     *
     * @param name in tables
     * @param note what it needs or does
     * @param parts what it ablates; empty for a way that leaves the model as it is
     * @param after how the model fares
     * @param effect against the unchanged model
     * @param reading how often it names a word that is the whole picture
     */
    public record Rival(
            String name, String note, List<Unit> parts, Judgement after, Judgement.Effect effect, Proportion reading) {
        public Rival {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What is to be saved.
     *
     * @param rival the way
     * @param changes of the vision tower
     */
    public record Repair(Rival rival, List<Intervention> changes) {
        public Repair {
            changes = List.copyOf(changes);
        }
    }
}
