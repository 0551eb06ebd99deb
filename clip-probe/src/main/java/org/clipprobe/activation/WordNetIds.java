package org.clipprobe.activation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of WordNet ids, such as ImageNet's folders have: {@code n01440764} is a tench. The ids are those of WordNet
 * 3.0; every id of ImageNet-21k has a name.
 */
final class WordNetIds {
    private static final String LIST = "wordnet-ids.txt";
    private static final int ID = 9;
    private static final Pattern WITH_NAME = Pattern.compile("(n\\d{8})(?:[-_ ]+(.*\\p{L}.*))?");

    private WordNetIds() {}

    /** Whether it is an id, alone or before a name as in {@code n02085620-Chihuahua}. */
    static boolean is(String concept) {
        return WITH_NAME.matcher(concept).matches();
    }

    /** The name of an id: the one behind it, else WordNet's; empty when neither is there. */
    static Optional<String> name(String concept) {
        Matcher id = WITH_NAME.matcher(concept);
        if (!id.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(id.group(2))
                .map(behind -> behind.replace('_', ' ').strip())
                .or(() -> Optional.ofNullable(Names.BY_ID.get(id.group(1))));
    }

    /** Read when the first id is met. */
    private static final class Names {
        private static final Map<String, String> BY_ID = read();

        private static Map<String, String> read() {
            Map<String, String> names = new HashMap<>();
            try (InputStream stream = WordNetIds.class.getResourceAsStream(LIST)) {
                new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("n"))
                        .forEach(line -> names.put(line.substring(0, ID), line.substring(ID + 1)));
            } catch (IOException e) {
                throw new UncheckedIOException(LIST, e);
            }
            return names;
        }
    }
}
