package org.clipprobe.look;

import java.util.List;

/**
 * The result of a look.
 *
 * @param pictures in their order
 * @param notes what could not be shown and what is shown instead, one sentence each
 */
public record LookResult(List<PictureView> pictures, List<String> notes) {
    public LookResult {
        pictures = List.copyOf(pictures);
        notes = List.copyOf(notes);
    }
}
