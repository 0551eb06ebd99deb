package org.clipprobe.attack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Attacks and protocols as JSON: strict, with every field that is left out taken from a default. */
public final class AttackJson {
    /** How people call what a field holds. */
    private static final Map<Class<?>, String> KINDS = Map.of(
            int.class, "a whole number",
            Integer.class, "a whole number",
            double.class, "a number",
            Double.class, "a number",
            String.class, "a text");

    private static final long LARGEST_FILE = 16L << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AttackJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attack's records are always JSON", e);
        }
    }

    static Attack readAttack(Path file) throws AttackException {
        JsonNode found = read(file);
        if (!found.path("text").isTextual()) {
            throw new AttackException(file + ": expected an attack with a \"text\", found " + shown(found));
        }
        String text = found.get("text").textValue();
        return convert(file.toString(), merged(Attack.of(text), found), Attack.class);
    }

    static Protocol readProtocol(Path file) throws AttackException {
        JsonNode found = read(file);
        if (!found.isObject()) {
            throw new AttackException(file + ": expected a protocol, a JSON object, found " + shown(found));
        }
        return convert(file.toString(), merged(Protocol.plain(nameOf(file)), found), Protocol.class);
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
    }

    public static JsonNode read(Path file) throws AttackException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new AttackException(file + ": expected at most 16 MiB, found " + Files.size(file) + " bytes");
            }
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new AttackException(file + ": not JSON: " + plain(e) + line(e), e);
        } catch (AttackException e) {
            throw e;
        } catch (IOException e) {
            throw new AttackException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The default's fields, those of {@code found} over them. */
    private static JsonNode merged(Object defaults, JsonNode found) {
        ObjectNode merged = MAPPER.valueToTree(defaults);
        found.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return merged;
    }

    private static <T> T convert(String file, JsonNode tree, Class<T> kind) throws AttackException {
        try {
            return MAPPER.treeToValue(tree, kind);
        } catch (UnrecognizedPropertyException e) {
            throw new AttackException(
                    file + ": unknown field " + e.getPropertyName() + "; there are " + e.getKnownPropertyIds(), e);
        } catch (MismatchedInputException e) {
            throw new AttackException(
                    file + ": " + where(e) + "expected " + kind(e.getTargetType()) + ", found " + shown(at(tree, e)),
                    e);
        } catch (JsonMappingException e) {
            String cause =
                    e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage();
            throw new AttackException(file + ": " + where(e) + cause, e);
        } catch (JsonProcessingException e) {
            throw new AttackException(file + ": " + plain(e), e);
        }
    }

    /** The field that a problem is about, as the beginning of a message. */
    private static String where(JsonMappingException problem) {
        String field = problem.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining("."));
        return field.isEmpty() ? "" : field + ": ";
    }

    /** What the file has there. */
    private static JsonNode at(JsonNode tree, JsonMappingException problem) {
        JsonNode found = tree;
        for (JsonMappingException.Reference part : problem.getPath()) {
            found = part.getFieldName() == null ? found.path(part.getIndex()) : found.path(part.getFieldName());
        }
        return found;
    }

    private static String kind(Class<?> wanted) {
        if (wanted == null || wanted == Object.class) {
            return "another value";
        }
        if (wanted.isEnum()) {
            return "one of " + Arrays.toString(wanted.getEnumConstants());
        }
        return Collection.class.isAssignableFrom(wanted)
                ? "a list"
                : KINDS.getOrDefault(wanted, wanted.getSimpleName().toLowerCase(Locale.ROOT));
    }

    /** The parser's words without those about its own settings. */
    private static String plain(JsonProcessingException problem) {
        return problem.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
    }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    private static String shown(JsonNode found) {
        String shown = found.isMissingNode() ? "nothing" : found.toString();
        return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    }
}
