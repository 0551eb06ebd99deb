package org.clipprobe.concept.set;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Common English words and brands, from the list that {@code src/main/python/make_common_words.py} makes. */
final class CommonWords {
    private static final String LIST = "common-words.txt";
    private static final String SOURCE =
            "WordNet 3.1, Copyright 2011 by Princeton University, WordNet licence; words with a tagged sense; "
                    + "brands of Datafaker, Apache-2.0";

    private CommonWords() {}

    static ConceptSet read() {
        try (InputStream stream = CommonWords.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            List<Concept> concepts = lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .map(fields -> new Concept(fields[0], fields[1]))
                    .toList();
            return new ConceptSet(SOURCE, concepts);
        } catch (IOException e) {
            throw new UncheckedIOException(LIST, e);
        }
    }
}
