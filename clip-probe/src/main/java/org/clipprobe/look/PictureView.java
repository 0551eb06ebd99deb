package org.clipprobe.look;

import boofcv.struct.image.InterleavedU8;
import java.util.List;

/**
 * Where things are in a picture.
 *
 * @param name of the picture
 * @param seen the picture as the tower sees it, 8-bit RGB
 * @param maps of units, heads and attention
 * @param prompts one for each prompt, in their order
 */
public record PictureView(String name, InterleavedU8 seen, List<PatchMap> maps, List<PromptView> prompts) {
    public PictureView {
        maps = List.copyOf(maps);
        prompts = List.copyOf(prompts);
    }
}
