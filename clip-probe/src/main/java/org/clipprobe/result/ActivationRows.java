package org.clipprobe.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipprobe.activation.Collected;
import org.clipprobe.activation.StoredCapture;
import org.clipprobe.model.Capture;
import org.clipprobe.run.ContentKey;

/**
 * One matrix of activations of a run, {@code activations/HOOK.npy}.
 *
 * @param hookPoint what was captured
 * @param pooling how positions became one value: {@code token}, {@code max} or {@code mean}
 * @param units columns
 * @param key what the values depend on besides the examples, hashed: model, preprocessing, hook point, pooling, batch size
 *     and device
 */
public record ActivationRows(String hookPoint, String pooling, int units, String key) {
    /** What a collection gave. */
    public static List<ActivationRows> of(Collected collected) {
        List<ActivationRows> rows = new ArrayList<>();
        for (StoredCapture stored : collected.stored()) {
            Capture capture = collected.activations().all().get(rows.size()).capture();
            rows.add(new ActivationRows(
                    stored.hookPoint(),
                    capture.pooling().name().toLowerCase(Locale.ROOT),
                    stored.units(),
                    stored.space().hex()));
        }
        return rows;
    }

    /** Where the rows are kept between runs. */
    public StoredCapture stored() {
        return new StoredCapture(hookPoint, new ContentKey(key), units);
    }
}
