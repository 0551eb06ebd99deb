package example;

import java.io.IOException;
import java.nio.file.Path;
import org.clipprobe.ClipProbe;
import org.clipprobe.ProbeOptions;
import org.clipprobe.ProbeRun;
import org.clipprobe.activation.ProbingSet;
import org.clipprobe.probe.Finding;
import org.clipprobe.probe.ProbeException;

/** A whole probe: the code of the project's README, which a test holds against it. */
final class SpiderUnit {
    private SpiderUnit() {}

    public static void main(String[] args) throws IOException, ProbeException {
        // README begins
        try (ClipProbe clip = ClipProbe.open(Path.of("samples/emoji-clip"));
                ProbeRun found = clip.probe(ProbingSet.read(Path.of("samples/pictures")), ProbeOptions.defaults())) {
            for (Finding finding : found.findings()) {
                System.out.println(finding.unit() + " " + finding.concept() + " " + finding.score());
            }
            found.write(Path.of("spiders")); // report.html, result.json, tables, activations
            float[] unit = found.activations().at("vision.4.mlp").column(357); // one value for each example
            System.out.println("a picture: " + clip.see(Path.of("spider.png")).at("vision.4.mlp")[357]);
            System.out.println("a prompt: " + clip.embed("a spider").length + " dimensions, " + unit.length + " examples");
        }
        // README ends
    }
}
