package org.clipprobe;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.clipprobe.concept.set.ConceptSet;
import org.clipprobe.concept.set.PromptTemplates;

/** The values of options, by name, for a run's record. */
final class OptionValues {
    private OptionValues() {}

    /** Every component of a record of options; those of records inside it stand next to its own. */
    static Map<String, String> of(Record options) {
        Map<String, String> values = new LinkedHashMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            Object value = unwrapped(value(component, options));
            if (value instanceof ConceptSet set) {
                values.put(component.getName(), set.source());
            } else if (value instanceof PromptTemplates templates) {
                values.put(component.getName(), templates.name());
            } else if (value instanceof Record inner) {
                values.putAll(of(inner));
            } else if (value != null) {
                values.put(component.getName(), value.toString());
            }
        }
        return values;
    }

    private static Object unwrapped(Object value) {
        return value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(of + ": expected a public record", e);
        }
    }
}
