package org.clipprobe.report.internal;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.run.RunFolder;

/** Pictures of examples as files beside the pages that show them; only those that are shown are written. */
final class PictureFiles {
    private final List<Illustration> examples;
    private final RunFolder folder;
    private final BitSet wanted = new BitSet();

    PictureFiles(List<Illustration> examples, RunFolder folder) {
        this.examples = examples;
        this.folder = folder;
    }

    /** The address of an example's picture, relative to the unit pages. */
    synchronized String of(int example) {
        wanted.set(example);
        return "../" + Illustration.file(example);
    }

    /** Writes the pictures that were asked for; one that cannot be had stays away and its name is shown. */
    void write() throws IOException {
        for (int example = wanted.nextSetBit(0); example >= 0; example = wanted.nextSetBit(example + 1)) {
            byte[] encoded;
            try {
                encoded = examples.get(example).thumbnail().encoded();
            } catch (IOException e) {
                continue;
            }
            folder.write(Illustration.file(example), out -> out.write(encoded));
        }
    }
}
