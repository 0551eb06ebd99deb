package org.clipprobe.image.internal.jpeg;

import java.util.Arrays;
import org.clipprobe.image.internal.BrokenPicture;

/** Blocks of baseline and extended sequential frames: decoded and transformed at once. */
final class SequentialScan implements Scan.BlockDecoder {
    private final Scan scan;
    private final EntropyBits bits;
    private final int[] predictions;
    private final BlockBatch[] batches;

    SequentialScan(Scan scan, EntropyBits bits) throws BrokenPicture {
        this.scan = scan;
        this.bits = bits;
        this.predictions = new int[scan.components().size()];
        this.batches = scan.components().stream().map(BlockBatch::new).toArray(BlockBatch[]::new);
        for (HuffmanTable table : scan.dc()) {
            table.checkDc();
        }
    }

    @Override
    public void decode(int index, int blockX, int blockY) {
        BlockBatch batch = batches[index];
        int block = batch.next(blockX, blockY);
        predictions[index] =
                bits.block(scan.dc().get(index), scan.ac().get(index), predictions[index], batch.coefficients(), block);
    }

    @Override
    public void finish() {
        for (BlockBatch batch : batches) {
            batch.flush();
        }
    }

    @Override
    public void restart() {
        Arrays.fill(predictions, 0);
    }
}
