package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clipprobe.attack.outcome.Proportion;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.VisionSession;

/**
 * One way to look at pictures: what turns them into embeddings, and the prompts that these are compared with.
 *
 * @param embed pictures at the model's input size to rows of length 1
 * @param classes for each attacked text
 */
record Sight(Embedding embed, Function<String, ZeroShot> classes) {
    /** Pictures to embeddings. */
    interface Embedding {
        float[] of(List<InterleavedU8> pictures) throws ModelException;
    }

    /** A session as it is. */
    static Embedding of(VisionSession session, Preprocessing preprocessing) {
        VariantRunner.Pixels pixels = new VariantRunner.Pixels(preprocessing);
        return pictures ->
                session.run(pixels.ofPictures(pictures), pictures.size()).embeddings();
    }

    List<CaseOutcome> outcomes(List<AttackCase> cases, int batch) throws ModelException {
        List<CaseOutcome> outcomes = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += batch) {
            List<AttackCase> some = cases.subList(from, Math.min(cases.size(), from + batch));
            List<InterleavedU8> pictures = new ArrayList<>();
            some.forEach(attack -> pictures.addAll(attack.pictures()));
            float[] embeddings = embed.of(pictures);
            for (int i = 0; i < some.size(); i++) {
                ZeroShot own = classes.apply(some.get(i).text());
                outcomes.add(CaseOutcome.of(some.get(i), own, embeddings, i * AttackCase.ROWS));
            }
        }
        return outcomes;
    }

    /** A word that is the whole picture. */
    record Word(String word, InterleavedU8 picture) {}

    /** How often it names words that are the whole picture. */
    Proportion reading(List<Word> words, int batch) throws ModelException {
        int right = 0;
        for (int from = 0; from < words.size(); from += batch) {
            List<Word> some = words.subList(from, Math.min(words.size(), from + batch));
            float[] embeddings = embed.of(some.stream().map(Word::picture).toList());
            for (int i = 0; i < some.size(); i++) {
                String word = some.get(i).word();
                ZeroShot own = classes.apply(word);
                right += own.answer(own.logits(embeddings, i), word, word)
                                .truth()
                                .first()
                        ? 1
                        : 0;
            }
        }
        return new Proportion(right, words.size());
    }
}
