package org.clipprobe.attack.defence;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention;

/**
 * A changed model: what is changed for each attacked text.
 *
 * @param byText by text; for a text that is not in it, {@code otherwise}
 * @param otherwise what is changed for all other texts
 */
record Variant(Map<String, List<Intervention>> byText, List<Intervention> otherwise) {
    /** The same change for all. */
    Variant(List<Intervention> changes) {
        this(Map.of(), changes);
    }

    List<Intervention> of(AttackCase attack) {
        return byText.getOrDefault(attack.text(), otherwise);
    }

    boolean isUniform() {
        return byText.isEmpty();
    }

    Stream<Intervention> all() {
        return Stream.concat(byText.values().stream(), Stream.of(otherwise)).flatMap(List::stream);
    }
}
