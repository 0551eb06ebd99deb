package org.clipprobe.image;

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
    void noModels() {
        rooms.checkOnlyIn(new String[] {"ai.onnxruntime..", "ai.djl..", "onnx..", "com.google.protobuf.."}, "none");
    }

    @Test
    void noNetwork() {
        rooms.checkOnlyIn(new String[] {"java.net.http.."}, "none");
    }

    @Test
    void noCommandLine() {
        rooms.checkOnlyIn(new String[] {"picocli..", "org.jline.."}, "none");
    }
}
