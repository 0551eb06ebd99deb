package org.clipprobe.attack.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Unit;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;

/** Of towers in which it is known who reads the text, the study says exactly that. */
class AblationStudyTest {
    private static AblationResult study(String kind) throws ModelException {
        try (ClipModel model = Planted.open(kind)) {
            return new AblationStudy(
                            model.requireVision(),
                            Planted.classes(),
                            Halves.of(Planted.cases(80), 3),
                            List.of(),
                            AblationOptions.of(64, 3))
                    .run(Progress.none());
        }
    }

    @Test
    void oneUnitThatReadsIsNamed() throws ModelException {
        AblationResult result = study("unit");
        assertEquals(
                Verdict.Answer.UNITS, result.verdict().kind(), result.verdict().words());
        assertEquals(List.of(new Unit("vision.0.mlp", 23)), result.verdict().parts());
        assertTrue(result.verdict().share() > 0.9, result.verdict().words());
        AblationResult.Step one = result.curves().get(0).steps().get(0);
        assertEquals(0, one.zero().effect().cleanLoss().value());
        assertTrue(one.random().beyond() > 0.9);
        assertTrue(one.alike().orElseThrow().beyond() > 0.9);
        assertTrue(one.pictureOnly().orElseThrow().after().beyondAnagram().value() > 0.9);
    }

    @Test
    void twoUnitsOfWhichEitherIsEnoughAreNamedTogether() throws ModelException {
        AblationResult result = study("pair");
        assertEquals(
                Verdict.Answer.UNITS, result.verdict().kind(), result.verdict().words());
        assertEquals(
                List.of(new Unit("vision.0.mlp", 23), new Unit("vision.0.mlp", 41)),
                result.verdict().parts().stream().sorted().toList());
        assertTrue(result.curves().get(0).steps().get(0).zero().effect().drop().value() < 0.1);
    }

    @Test
    void oneHeadThatReadsIsNamed() throws ModelException {
        AblationResult result = study("head");
        assertEquals(
                Verdict.Answer.HEADS, result.verdict().kind(), result.verdict().words());
        assertEquals(List.of(new Unit("vision.0.head", 1)), result.verdict().parts());
        assertTrue(result.attention());
    }

    @Test
    void textThatAllCarryIsSpread() throws ModelException {
        AblationResult result = study("all");
        assertEquals(
                Verdict.Answer.SPREAD, result.verdict().kind(), result.verdict().words());
        assertEquals(List.of(), result.verdict().parts());
    }
}
