package org.clipprobe.attack.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.Unit;
import org.clipprobe.model.VisionSession;
import org.clipprobe.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Towers that a few parts read for are repaired and keep their accuracy; one that all parts read for is not. */
class DefenceStudyTest {
    @TempDir
    Path folder;

    private static DefenceResult study(ClipModel model) throws ModelException {
        return new DefenceStudy(
                        model.requireVision(),
                        Planted.classes(),
                        Optional.empty(),
                        Halves.of(Planted.cases(80), 3),
                        DefenceOptions.of(64, 3))
                .run(Progress.none());
    }

    private void repaired(String kind, Unit... expected) throws IOException {
        try (ClipModel model = Planted.open(kind)) {
            DefenceResult result = study(model);
            DefenceResult.Repair repair = result.repair().orElseThrow(() -> new AssertionError(result.words()));
            assertEquals(
                    List.of(expected), repair.rival().parts().stream().sorted().toList(), result.words());
            assertTrue(result.before().beyondAnagram().value() > 0.9);
            assertTrue(repair.rival().after().beyondAnagram().value() < 0.05, result.words());
            assertEquals(0, repair.rival().effect().cleanLoss().value(), result.words());
            model.save(folder.resolve(kind), repair.changes());
            List<AttackCase> cases = Planted.cases(80);
            try (ClipModel saved = ClipModel.open(folder.resolve(kind));
                    VisionSession session = saved.requireVision().open()) {
                Sight sight =
                        new Sight(Sight.of(session, saved.requireVision().preprocessing()), text -> Planted.classes());
                Judgement judged = Judgement.of(cases, sight.outcomes(cases, 16));
                assertTrue(judged.success().share() < 0.05);
                assertEquals(1, judged.clean().share());
            }
        }
    }

    @Test
    void oneUnitIsSwitchedOff() throws IOException {
        repaired("unit", new Unit("vision.0.mlp", 23));
    }

    @Test
    void twoUnitsThatMustFallTogetherAreFound() throws IOException {
        repaired("pair", new Unit("vision.0.mlp", 23), new Unit("vision.0.mlp", 41));
    }

    @Test
    void oneHeadIsSwitchedOff() throws IOException {
        repaired("head", new Unit("vision.0.head", 1));
    }

    @Test
    void whatAllCarryIsRefused() throws IOException {
        try (ClipModel model = Planted.open("all")) {
            DefenceResult result = study(model);
            assertFalse(result.repair().isPresent(), result.words());
            assertTrue(result.words().startsWith("Nothing helps"), result.words());
        }
    }
}
