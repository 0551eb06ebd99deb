package org.clipprobe;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The values of options, by name, for a run's record. */
final class OptionValues {
    private OptionValues() {}

    /** Every component of a record of options; those of records inside it stand next to its own. */
    static Map<String, String> of(Record options) {
        Map<String, String> values = new LinkedHashMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            Object value = value(component, options);
            if (value instanceof Record inner) {
                values.putAll(of(inner));
            } else if (value instanceof Optional<?> maybe) {
                maybe.ifPresent(present -> values.put(component.getName(), present.toString()));
            } else {
                values.put(component.getName(), String.valueOf(value));
            }
        }
        return values;
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(of + ": expected a public record", e);
        }
    }
}
