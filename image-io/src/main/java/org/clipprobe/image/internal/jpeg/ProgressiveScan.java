package org.clipprobe.image.internal.jpeg;

import java.util.Arrays;
import org.clipprobe.image.internal.BrokenPicture;

/** Blocks of progressive frames (T.81, annex G): each scan adds coefficients, or bits to them. */
final class ProgressiveScan implements Scan.BlockDecoder {
    private static final int MOST_LOW_BITS = 13;

    private final Scan scan;
    private final EntropyBits bits;
    private final int[] predictions;
    private final int[] order = ZigZag.order();

    /** Blocks that have no further coefficient in this scan. */
    private int endOfBand;

    ProgressiveScan(Scan scan, EntropyBits bits) throws BrokenPicture {
        this.scan = scan;
        this.bits = bits;
        this.predictions = new int[scan.components().size()];
        boolean dc = scan.first() == 0;
        boolean band = dc
                ? scan.last() == 0
                : scan.first() <= scan.last()
                        && scan.last() < 64
                        && scan.components().size() == 1;
        boolean precision = scan.low() <= MOST_LOW_BITS && (scan.high() == 0 || scan.low() == scan.high() - 1);
        if (!band || !precision) {
            throw new BrokenPicture("has a progressive scan of coefficients " + scan.first() + "…" + scan.last()
                    + " and bits " + scan.high() + "…" + scan.low() + ", which JPEG does not allow");
        }
        if (dc && scan.high() == 0) {
            for (HuffmanTable table : scan.dc()) {
                table.checkDc();
            }
        }
    }

    @Override
    public void finish() {
        // The coefficients are transformed when all scans have been read.
    }

    @Override
    public void restart() {
        Arrays.fill(predictions, 0);
        endOfBand = 0;
    }

    @Override
    public void decode(int index, int blockX, int blockY) {
        Component component = scan.components().get(index);
        short[] all = component.coefficients;
        int block = (blockY * component.paddedBlocksWide + blockX) * 64;
        if (scan.first() == 0) {
            dc(index, all, block);
        } else if (scan.high() == 0) {
            firstBits(scan.ac().get(0), all, block);
        } else {
            furtherBit(scan.ac().get(0), all, block);
        }
    }

    private void dc(int index, short[] all, int block) {
        if (scan.high() != 0) {
            all[block] |= (short) (bits.take(1) << scan.low());
            return;
        }
        predictions[index] += value(bits.symbol(scan.dc().get(index)));
        all[block] = (short) (predictions[index] << scan.low());
    }

    private int value(int size) {
        return size == 0 ? 0 : HuffmanTable.extend(bits.take(size), size);
    }

    private void firstBits(HuffmanTable table, short[] all, int block) {
        if (endOfBand > 0) {
            endOfBand--;
            return;
        }
        for (int k = scan.first(); k <= scan.last(); k++) {
            int symbol = bits.symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size != 0) {
                k += run;
                all[block + order[k]] = (short) (value(size) << scan.low());
            } else if (run == 15) {
                k += 15;
            } else {
                endOfBand = (1 << run) + bits.take(run) - 1;
                return;
            }
        }
    }

    private void furtherBit(HuffmanTable table, short[] all, int block) {
        int k = scan.first();
        while (endOfBand == 0 && k <= scan.last()) {
            int symbol = bits.symbol(table);
            int run = symbol >> 4;
            int value = 0;
            if ((symbol & 15) != 0) {
                value = bits.take(1) != 0 ? 1 << scan.low() : -1 << scan.low();
            } else if (run != 15) {
                endOfBand = (1 << run) + bits.take(run);
                break;
            }
            k = refine(all, block, k, run);
            if (value != 0) {
                all[block + order[k]] = (short) value;
            }
            k++;
        }
        if (endOfBand > 0) {
            refine(all, block, k, 64);
            endOfBand--;
        }
    }

    /** Adds a bit to every coefficient that is not zero, up to and past {@code zeros} that are. */
    private int refine(short[] all, int block, int from, int zeros) {
        int bit = 1 << scan.low();
        int left = zeros;
        int k = from;
        for (; k <= scan.last(); k++) {
            int at = block + order[k];
            int coefficient = all[at];
            if (coefficient == 0) {
                if (--left < 0) {
                    break;
                }
            } else if (bits.take(1) != 0 && (coefficient & bit) == 0) {
                all[at] = (short) (coefficient + (coefficient >= 0 ? bit : -bit));
            }
        }
        return k;
    }

    /** Transforms the coefficients that all scans together gave. */
    static void transform(Component component) {
        int[] order = ZigZag.order();
        BlockBatch batch = new BlockBatch(component);
        int[][] coefficients = batch.coefficients();
        int at = 0;
        for (int y = 0; y < component.paddedBlocksHigh; y++) {
            for (int x = 0; x < component.paddedBlocksWide; x++, at += 64) {
                int block = batch.next(x, y);
                for (int k = 0; k < 64; k++) {
                    coefficients[k][block] = component.coefficients[at + order[k]];
                }
            }
        }
        batch.flush();
    }
}
