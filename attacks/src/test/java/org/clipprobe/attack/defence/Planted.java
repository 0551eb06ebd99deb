package org.clipprobe.attack.defence;

import boofcv.struct.image.InterleavedU8;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.clipprobe.attack.run.ZeroShot;
import org.clipprobe.concept.set.Embeddings;
import org.clipprobe.model.ClipModel;
import org.clipprobe.model.ModelException;

/** Towers of which it is known who reads the text, and pictures for them: src/test/python/planted.py. */
final class Planted {
    static final Path MODELS = Path.of(System.getProperty("clipprobe.root"), "attacks/src/test/resources/planted");
    static final int SIZE = 32;

    private static final int PATCH = 8;

    private Planted() {}

    static ClipModel open(String kind) throws ModelException {
        return ClipModel.open(MODELS.resolve(kind));
    }

    static ZeroShot classes() {
        float[] rows = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
        return new ZeroShot(List.of("red", "green", "word"), new Embeddings(3, 4, rows), 100);
    }

    /** Red and green pictures; the text is two blue patches, its anagram two black ones. */
    static List<AttackCase> cases(int count) {
        return cases(count, List.of("word"));
    }

    /** The same, the texts in turn under these names. */
    static List<AttackCase> cases(int count, List<String> texts) {
        List<AttackCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Random chance = new Random(i);
            boolean red = i % 2 == 0;
            int strong = 160 + chance.nextInt(90);
            int weak = chance.nextInt(60);
            int[] colour = {red ? strong : weak, red ? weak : strong, chance.nextInt(2)};
            InterleavedU8 clean = filled(colour);
            int patch = chance.nextInt(15);
            cases.add(new AttackCase(
                    "picture " + i,
                    "source " + i,
                    red ? "red" : "green",
                    texts.get(i / 2 % texts.size()),
                    "word",
                    List.of(box(patch), box(patch + 1)),
                    clean,
                    patched(clean, patch, 0, 0, 250),
                    patched(clean, patch, 0, 0, 0),
                    patched(clean, patch, 20, 20, 0)));
        }
        return cases;
    }

    private static AttackCase.Box box(int patch) {
        double left = patch % 4 / 4.0;
        int row = patch / 4;
        double top = row / 4.0;
        return new AttackCase.Box(left, top, left + 0.25, top + 0.25);
    }

    private static InterleavedU8 filled(int[] colour) {
        InterleavedU8 picture = new InterleavedU8(SIZE, SIZE, 3);
        for (int i = 0; i < picture.data.length; i++) {
            picture.data[i] = (byte) colour[i % 3];
        }
        return picture;
    }

    private static InterleavedU8 patched(InterleavedU8 clean, int patch, int... colour) {
        InterleavedU8 picture = clean.clone();
        for (int each = patch; each < patch + 2; each++) {
            for (int y = 0; y < PATCH; y++) {
                for (int x = 0; x < PATCH; x++) {
                    int at = picture.getIndex(each % 4 * PATCH + x, each / 4 * PATCH + y);
                    for (int band = 0; band < 3; band++) {
                        picture.data[at + band] = (byte) colour[band];
                    }
                }
            }
        }
        return picture;
    }
}
