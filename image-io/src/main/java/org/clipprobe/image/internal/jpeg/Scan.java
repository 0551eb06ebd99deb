package org.clipprobe.image.internal.jpeg;

import java.util.List;
import org.clipprobe.image.internal.BrokenPicture;

/**
 * A scan header (T.81, B.2.3) with the tables that are valid in it.
 *
 * @param components in the order of their blocks
 * @param dc Huffman table of each component, null where the scan has no use for it
 * @param ac likewise
 * @param first first coefficient in stored order
 * @param last last coefficient
 * @param high bits of the coefficients that earlier scans gave, counted from above the lowest; 0 for a first scan
 * @param low bits that later scans will give
 * @param restartInterval MCUs between restart markers, 0 for none
 */
record Scan(
        Frame frame,
        List<Component> components,
        List<HuffmanTable> dc,
        List<HuffmanTable> ac,
        int first,
        int last,
        int high,
        int low,
        int restartInterval) {

    /** Decodes one block of one component. */
    interface BlockDecoder {
        /** Decodes the block at a place in the component of the given index within the scan. */
        void decode(int component, int blockX, int blockY) throws BrokenPicture;

        /** Writes what is still held back. */
        void finish();

        /** Forgets predictions and runs. */
        void restart();
    }

    /**
     * Goes through the scan's MCUs.
     *
     * @return where the marker behind the scan begins
     */
    int walk(EntropyBits bits, BlockDecoder decoder, byte[] file) throws BrokenPicture {
        boolean alone = components.size() == 1;
        int wide = alone ? components.get(0).blocksWide : frame.mcusWide();
        int high = alone ? components.get(0).blocksHigh : frame.mcusHigh();
        Restarts restarts = new Restarts(file, bits, restartInterval);
        boolean lost = false;
        for (int y = 0; y < high; y++) {
            for (int x = 0; x < wide; x++) {
                if (restarts.due()) {
                    decoder.restart();
                    lost = lost && !restarts.found();
                }
                if (lost) {
                    continue; // as libjpeg does, the rest up to the next restart stays grey
                }
                if (alone) {
                    decoder.decode(0, x, y);
                } else {
                    mcu(decoder, x, y);
                }
                lost = bits.exhausted();
                if (lost && !bits.endsInMarker()) {
                    throw BrokenPicture.truncated();
                }
            }
        }
        decoder.finish();
        return bits.end();
    }

    private void mcu(BlockDecoder decoder, int mcuX, int mcuY) throws BrokenPicture {
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            for (int y = 0; y < component.vertical; y++) {
                for (int x = 0; x < component.horizontal; x++) {
                    decoder.decode(i, mcuX * component.horizontal + x, mcuY * component.vertical + y);
                }
            }
        }
    }
}
