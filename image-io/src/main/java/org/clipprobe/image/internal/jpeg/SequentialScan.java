package org.clipprobe.image.internal.jpeg;

import java.util.Arrays;
import org.clipprobe.image.internal.BrokenPicture;

/** Blocks of baseline and extended sequential frames: decoded and transformed at once. */
final class SequentialScan implements Scan.BlockDecoder {
    private final Scan scan;
    private final EntropyBits bits;
    private final int[] predictions;
    private final int[] block = new int[64];
    private final int[] order = ZigZag.order();
    private final Idct idct = new Idct();

    SequentialScan(Scan scan, EntropyBits bits) throws BrokenPicture {
        this.scan = scan;
        this.bits = bits;
        this.predictions = new int[scan.components().size()];
        for (HuffmanTable table : scan.dc()) {
            table.checkDc();
        }
    }

    @Override
    public void decode(int index, int blockX, int blockY) {
        Component component = scan.components().get(index);
        long decoded = bits.block(
                scan.dc().get(index), scan.ac().get(index), predictions[index], component.quantisation, order, block);
        predictions[index] = (int) (decoded >> 8);
        int stride = component.stride();
        int offset = (blockY * stride + blockX) * 8;
        if ((decoded & 0xff) == 0) {
            Idct.flat(block[0], component.samples, offset, stride);
        } else {
            idct.transform(block, component.samples, offset, stride);
            Arrays.fill(block, 0);
        }
    }

    @Override
    public void restart() {
        Arrays.fill(predictions, 0);
    }
}
