package org.clipprobe;

import java.io.IOException;
import org.clipprobe.test.Rooms;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md, for this module. */
class ArchitectureTest {
    private final Rooms rooms = Rooms.ofThisModule();

    @Test
    void packagesDependOneWay() {
        rooms.checkNoCycles();
    }

    @Test
    void packagesHoldOneSubject() {
        rooms.checkSizes();
    }

    @Test
    void sourcesNameNoOptionsAndNoTests() throws IOException {
        rooms.checkSources(false);
    }

    @Test
    void modelsOnlyInModel() {
        rooms.checkOnlyIn(
                new String[] {"ai.onnxruntime..", "ai.djl..", "ai.onnx..", "onnx..", "com.google.protobuf.."},
                "org.clipprobe.model..");
    }

    @Test
    void networkOnlyInHub() {
        rooms.checkOnlyIn(new String[] {"java.net.http.."}, "org.clipprobe.hub..");
    }

    @Test
    void noCommandLine() {
        rooms.checkOnlyIn(new String[] {"picocli..", "org.jline..", "me.tongfei.."}, "none");
    }

    @Test
    void templatesOnlyInReport() {
        rooms.checkOnlyIn(new String[] {"gg.jte.."}, "org.clipprobe.report..");
    }

    @Test
    void statisticsKnowNothingElse() {
        rooms.checkUsesNothingOfOurs("org.clipprobe.statistic..");
        rooms.checkUsesNothingOfOurs("org.clipprobe.run..");
    }

    @Test
    void testsOfUnitsKnowNoFilesAndNoPixels() {
        rooms.checkUsesNone(
                "org.clipprobe.probe..", "java.nio.file..", "java.io..", "org.clipprobe.image..", "boofcv..");
        rooms.checkUsesNone("org.clipprobe.statistic..", "java.nio.file..", "java.io..", "org.clipprobe.image..");
    }

    @Test
    void nobodyUsesImageIosInternals() {
        rooms.checkOthersInternals("org.clipprobe.image");
    }
}
