package org.clipprobe.report.page;

import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures of a page, each in it once however often it is shown: as the background of a class.
 *
 * <p>What is shown first is kept first; when the pictures weigh as much as a page may, further ones are left out and the
 * examples' names stand in their place.
 */
public final class Thumbnails {
    /** Keeps a page under 10 MB: base64 makes 4 bytes of 3. */
    static final int BUDGET = 6_000_000;

    private static final Optional<String> NOTHING = Optional.empty();

    private final List<Illustration> examples;
    private final Map<Integer, Optional<String>> classes = new HashMap<>();
    private final Map<String, String> classOfData = new HashMap<>();
    private final StringBuilder style = new StringBuilder();
    private long weight;

    public Thumbnails(List<Illustration> examples) {
        this.examples = List.copyOf(examples);
    }

    /** The class that shows an example; empty when its picture cannot be had or the page is full. */
    public Optional<String> of(int example) {
        Optional<String> known = classes.get(example);
        if (known != null) {
            return known;
        }
        Optional<String> made = make(example);
        classes.put(example, made);
        return made;
    }

    /** The style sheet of all classes given out so far. */
    public String style() {
        return style.toString();
    }

    private Optional<String> make(int example) {
        byte[] encoded;
        try {
            encoded = examples.get(example).thumbnail().encoded();
        } catch (IOException e) {
            return NOTHING;
        }
        Optional<String> type = mediaType(encoded);
        if (type.isEmpty() || weight + encoded.length > BUDGET) {
            return NOTHING;
        }
        String data = "data:" + type.get() + ";base64," + Base64.getEncoder().encodeToString(encoded);
        String name = classOfData.get(data);
        if (name == null) {
            name = "e" + classOfData.size();
            classOfData.put(data, name);
            style.append('.')
                    .append(name)
                    .append("{background-image:url(")
                    .append(data)
                    .append(")}\n");
            weight += encoded.length;
        }
        return Optional.of(name);
    }

    private static Optional<String> mediaType(byte[] file) {
        if (begins(file, 0, 0x89, 'P', 'N', 'G')) {
            return Optional.of("image/png");
        }
        if (begins(file, 0, 0xFF, 0xD8, 0xFF)) {
            return Optional.of("image/jpeg");
        }
        if (begins(file, 0, 'R', 'I', 'F', 'F') && begins(file, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of("image/webp");
        }
        return begins(file, 0, 'G', 'I', 'F', '8') ? Optional.of("image/gif") : NOTHING;
    }

    private static boolean begins(byte[] file, int offset, int... magic) {
        if (file.length < offset + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((file[offset + i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
