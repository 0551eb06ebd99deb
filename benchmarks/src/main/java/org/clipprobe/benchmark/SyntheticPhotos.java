package org.clipprobe.benchmark;

import boofcv.struct.image.InterleavedU8;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.clipprobe.image.Resampling;
import org.clipprobe.image.Resize;

/** Pictures as large and as busy as photographs: soft shapes with some noise, 500 × 375 JPEG. */
final class SyntheticPhotos {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;

    private SyntheticPhotos() {}

    /** Writes {@code count} different pictures, the same ones every time. */
    static Path write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            InterleavedU8 coarse = new InterleavedU8(40, 30, 3);
            random.nextBytes(coarse.data);
            InterleavedU8 soft = Resize.resize(coarse, WIDTH, HEIGHT, Resampling.BICUBIC);
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int at = 3 * (y * WIDTH + x);
                    int noise = random.nextInt(17) - 8;
                    image.setRGB(
                            x,
                            y,
                            band(soft, at, noise) << 16 | band(soft, at + 1, noise) << 8 | band(soft, at + 2, noise));
                }
            }
            ImageIO.write(image, "jpeg", folder.resolve("photo" + i + ".jpg").toFile());
        }
        return folder;
    }

    private static int band(InterleavedU8 picture, int at, int noise) {
        return Math.max(0, Math.min(255, (picture.data[at] & 0xFF) + noise));
    }
}
