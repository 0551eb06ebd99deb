package example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipprobe.image.Pictures;
import org.clipprobe.image.Preprocessing;
import org.clipprobe.model.Capture;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.Pooling;
import org.clipprobe.model.TowerOutput;
import org.clipprobe.model.VisionSession;
import org.clipprobe.model.VisionTower;

/** What one unit makes of one picture: the code of the project's README, which a test holds against it. */
final class SpiderUnit {
    private SpiderUnit() {}

    public static void main(String[] args) throws IOException {
        // README begins
        try (ClipModel model = ClipModel.open(Path.of("samples/emoji-clip"))) {
            VisionTower tower = model.requireVision();
            HookPoint neurons = tower.hookPoint("vision.3.mlp");
            try (VisionSession session = tower.open(List.of(new Capture(neurons, Pooling.TOKEN)))) {
                Preprocessing preprocessing = tower.preprocessing();
                float[] pixels = new float[3 * preprocessing.geometry().width() * preprocessing.geometry().height()];
                preprocessing.normalise(preprocessing.fit(Pictures.read(Path.of("spider.png"))), pixels, 0);
                TowerOutput output = session.run(pixels, 1);
                System.out.println("vision.3.mlp:178 is " + output.captured().get(0).values()[178]);
            }
        }
        // README ends
    }
}
