package org.clipprobe.attack.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.Guess;
import org.clipprobe.attack.outcome.Standing;
import org.clipprobe.concept.set.Embeddings;
import org.junit.jupiter.api.Test;

class ZeroShotTest {
    private static final ZeroShot MODEL = new ZeroShot(
            List.of("diagram", "Dog", "cat"), new Embeddings(3, 3, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}), 100);

    /** The logits that give the probabilities of openai/CLIP's README. */
    @Test
    void probabilitiesAreTheSoftmaxOfTheLogits() {
        double[] logits = {25.5527, 20.0898, 19.7478};
        Answer answer = MODEL.answer(logits, "diagram", "CAT");
        assertEquals("diagram", answer.first());
        assertEquals(0.9928, answer.top().get(0).probability(), 1e-4);
        assertEquals(0.0042, answer.top().get(1).probability(), 1e-4);
        assertEquals(1, answer.top().stream().mapToDouble(Guess::probability).sum(), 1e-12);
        assertEquals(new Standing(1, 25.5527, 25.5527 - 20.0898), answer.truth());
        assertEquals(new Standing(3, 19.7478, 19.7478 - 25.5527), answer.target(), "letters' case does not count");
    }

    @Test
    void logitsAreScaledCosines() {
        float[] images = {0, 0.6f, 0.8f, 1, 0, 0};
        double[] logits = MODEL.logits(images, 0);
        assertEquals(60, logits[1], 1e-5);
        assertEquals(80, logits[2], 1e-5);
        assertEquals(100, MODEL.logits(images, 1)[0], 1e-5);
    }

    @Test
    void amongEqualsTheEarlierIsFirst() {
        Answer answer = MODEL.answer(new double[] {1, 2, 2}, "cat", "dog");
        assertEquals("Dog", answer.first());
        assertEquals(new Standing(2, 2, 0), answer.truth());
        assertEquals(new Standing(1, 2, 0), answer.target());
    }

    @Test
    void aClassThatIsNotInTheListIsAbsent() {
        Answer answer = MODEL.answer(new double[] {1, 2, 3}, "owl", "");
        assertEquals(Standing.ABSENT, answer.truth());
        assertEquals(Standing.ABSENT, answer.target());
    }

    @Test
    void fiveAnswersAreKept() {
        List<String> classes = List.of("a", "b", "c", "d", "e", "f", "g");
        ZeroShot many = new ZeroShot(classes, new Embeddings(7, 1, new float[7]), 1);
        Answer answer = many.answer(new double[] {3, 9, 1, 9, 4, 7, 8}, "a", "b");
        assertEquals(
                List.of("b", "d", "g", "f", "e"),
                answer.top().stream().map(Guess::name).toList());
    }

    @Test
    void classesAndEmbeddingsMustMatch() {
        Embeddings two = new Embeddings(2, 1, new float[2]);
        assertThrows(IllegalArgumentException.class, () -> new ZeroShot(List.of("a"), two, 1));
        assertThrows(IllegalArgumentException.class, () -> new ZeroShot(List.of("a", "a"), two, 1));
    }
}
