package org.clipprobe.test;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JSON Schema (draft 2020-12) of records as {@code org.clipprobe.run.Json} writes them: every component is there, in
 * snake_case; what may be missing, and a number that is not finite, is null.
 */
public final class RecordSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Type> WHOLE = Set.of(int.class, long.class, Integer.class, Long.class);
    private static final Set<Type> REAL = Set.of(double.class, Double.class, float.class, Float.class);

    private final Class<?> found;
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private RecordSchema(Class<?> found) {
        this.found = found;
    }

    /**
     * The schema of a result file.
     *
     * @param envelope a record with one type parameter
     * @param found what stands in the parameter's place
     * @param title of the schema
     */
    public static String of(Class<?> envelope, Class<?> found, String title) {
        RecordSchema schema = new RecordSchema(found);
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", title);
        root.setAll(schema.object(envelope));
        ObjectNode definitions = root.putObject("$defs");
        schema.definitions.forEach(definitions::set);
        return root.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
    }

    private ObjectNode object(Class<?> type) {
        ObjectNode node = JSON.createObjectNode();
        node.put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = node.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            String name = PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
            properties.set(name, of(component.getGenericType()));
            required.add(name);
        }
        node.put("additionalProperties", false);
        return node;
    }

    private ObjectNode of(Type type) {
        ObjectNode node = JSON.createObjectNode();
        if (type instanceof TypeVariable<?>) {
            return of(found);
        }
        if (type instanceof ParameterizedType generic) {
            return of(generic, node);
        }
        if (type == String.class || (type instanceof Class<?> named && writtenAsText(named))) {
            return node.put("type", "string");
        }
        if (WHOLE.contains(type)) {
            return node.put("type", "integer");
        }
        if (REAL.contains(type) || type == OptionalDouble.class) {
            return orNull(node, "number");
        }
        if (type == OptionalInt.class) {
            return orNull(node, "integer");
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.put("type", "boolean");
        }
        if (type instanceof Class<?> constants && constants.isEnum()) {
            ArrayNode names = node.putArray("enum");
            for (Object constant : constants.getEnumConstants()) {
                names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
            return node;
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return reference(record, node);
        }
        throw new IllegalArgumentException("expected a type that a result may have, found " + type);
    }

    private ObjectNode of(ParameterizedType generic, ObjectNode node) {
        Type[] of = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) {
            node.put("type", "array").set("items", of(of[0]));
        } else if (generic.getRawType() == Map.class) {
            node.put("type", "object").set("additionalProperties", of(of[1]));
        } else if (generic.getRawType() == Optional.class) {
            node.putArray("anyOf").add(of(of[0])).addObject().put("type", "null");
        } else {
            throw new IllegalArgumentException("expected a list, map or optional, found " + generic);
        }
        return node;
    }

    private ObjectNode reference(Class<?> record, ObjectNode node) {
        String name = record.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, JSON.createObjectNode());
            definitions.put(name, object(record));
        }
        return node.put("$ref", "#/$defs/" + name);
    }

    private static ObjectNode orNull(ObjectNode node, String type) {
        node.putArray("type").add(type).add("null");
        return node;
    }

    private static boolean writtenAsText(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .anyMatch((Method method) -> method.isAnnotationPresent(JsonValue.class));
    }
}
