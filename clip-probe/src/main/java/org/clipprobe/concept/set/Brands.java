package org.clipprobe.concept.set;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Brands of sports goods, watches, cars, cameras, computers, telephones, appliances and beer, from Datafaker's lists. */
final class Brands {
    static final String SOURCE = "brands of Datafaker, Apache-2.0";

    /** A list: the file, which holds what is below {@code en.faker} and the file's own name, and the key in it. */
    private record Place(String file, String key) {}

    private static final List<Place> LISTS = List.of(
            new Place("brand", "sport"),
            new Place("brand", "watch"),
            new Place("vehicle", "manufacture"),
            new Place("camera", "brand"),
            new Place("computer", "brand"),
            new Place("device", "manufacturer"),
            new Place("appliance", "brand"),
            new Place("beer", "brand"));

    private Brands() {}

    /** All of them, one after the other; some are in several lists. */
    static List<String> read() throws ConceptException {
        List<String> brands = new ArrayList<>();
        for (Place place : LISTS) {
            brands.addAll(read(place));
        }
        return brands;
    }

    private static List<String> read(Place place) throws ConceptException {
        String name = "/en/" + place.file() + ".yml";
        Object found = load(name);
        for (String key : List.of("en", "faker", place.file(), place.key())) {
            found = found instanceof Map<?, ?> map ? map.get(key) : Map.of();
        }
        if (!(found instanceof List<?> list)) {
            throw new ConceptException(
                    "common words: expected a list of brands called " + place.key() + " in " + name + ", found none");
        }
        return list.stream().map(String::valueOf).toList();
    }

    private static Object load(String name) throws ConceptException {
        try (InputStream stream = Brands.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new ConceptException("common words: expected " + name
                        + " on the class path, found nothing; add net.datafaker:datafaker");
            }
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
        } catch (ConceptException e) {
            throw e;
        } catch (YAMLException | IOException e) {
            throw new ConceptException("common words: cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}
