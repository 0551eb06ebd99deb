package org.clipprobe.activation.array;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of a safetensors file: its length in 8 bytes, then JSON with each tensor's type, shape and place. Everything in
 * it is checked against the file before anything is read by it: nothing lies outside, overlaps or leaves a gap.
 */
final class SafetensorsHeader {
    private static final int LARGEST = 16 << 20;
    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Bytes of one number of each type of the format. */
    private static final Map<String, Integer> SIZES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F32", 4),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F64", 8));

    private static final Map<String, NumberType> READABLE =
            Map.of("F32", NumberType.FLOAT32, "F16", NumberType.FLOAT16, "BF16", NumberType.BFLOAT16);

    private record Entry(String name, String type, List<Long> shape, long begin, long end) {}

    private final Path file;
    private final long data;
    private final long length;
    private final Map<String, String> metadata = new TreeMap<>();
    private final Map<String, Entry> entries = new TreeMap<>();

    private SafetensorsHeader(Path file, long data, long length) {
        this.file = file;
        this.data = data;
        this.length = length;
    }

    static ByteBuffer of(ArrayWriter.Layout layout, long rows) {
        // As long as for the largest number of rows; spaces behind JSON count as nothing.
        int reserved = (json(layout, Long.MAX_VALUE / 8 / layout.rowLength()).length + 15) / 8 * 8;
        byte[] json = json(layout, rows);
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + reserved).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(reserved).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static byte[] json(ArrayWriter.Layout layout, long rows) {
        ObjectNode root = JSON.createObjectNode();
        if (!layout.metadata().isEmpty()) {
            ObjectNode metadata = root.putObject(METADATA);
            new TreeMap<>(layout.metadata()).forEach(metadata::put);
        }
        ObjectNode tensor = root.putObject(layout.name());
        tensor.put("dtype", layout.type() == NumberType.FLOAT16 ? "F16" : "F32");
        ArrayNode shape = tensor.putArray("shape").add(rows);
        layout.row().forEach(shape::add);
        long end = rows * layout.rowLength() * layout.type().bytes();
        tensor.putArray("data_offsets").add(0).add(end);
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The tensors that a file says it holds. */
    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new IOException(
                    file + ": expected a safetensors file, found only " + size + " bytes; fetch the file again");
        }
        long header = Stored.read(channel, 0, Long.BYTES).getLong();
        if (header < 2 || header > size - Long.BYTES) {
            throw new IOException(file + ": expected a safetensors file whose header lies inside its " + size
                    + " bytes, found a header of " + Long.toUnsignedString(header)
                    + "; is the file whole, and of this format?");
        }
        if (header > LARGEST) {
            throw new IOException(file + ": expected a header of at most " + LARGEST + " bytes, found one of " + header
                    + "; no model has so many tensors");
        }
        byte[] bytes = Stored.content(channel, Long.BYTES, (int) header);
        SafetensorsHeader read = new SafetensorsHeader(file, Long.BYTES + header, size - Long.BYTES - header);
        read.parse(bytes);
        read.checkPlaces();
        return read;
    }

    private void parse(byte[] bytes) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ": expected a header of JSON, found text that is none ("
                            + Stored.brief(e.getOriginalMessage()) + "); fetch the file again",
                    e);
        }
        if (root == null || !root.isObject()) {
            throw wrong("a header that is a JSON object", "something else");
        }
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                metadata(field.getValue());
            } else {
                entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
            }
        }
    }

    private void metadata(JsonNode node) throws IOException {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw wrong(
                        "texts in " + METADATA, Stored.brief(field.getValue().toString()));
            }
            metadata.put(field.getKey(), field.getValue().asText());
        }
    }

    private Entry entry(String name, JsonNode node) throws IOException {
        String type = node.path("dtype").asText("none");
        if (!SIZES.containsKey(type)) {
            throw wrong("a type such as F32 for " + Stored.brief(name), Stored.brief(type));
        }
        List<Long> shape = numbers(name, "shape", node.path("shape"));
        List<Long> place = numbers(name, "data_offsets", node.path("data_offsets"));
        if (place.size() != 2) {
            throw wrong("two data_offsets for " + Stored.brief(name), place.size() + "");
        }
        return new Entry(name, type, shape, place.get(0), place.get(1));
    }

    private List<Long> numbers(String name, String what, JsonNode node) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (JsonNode number : node) {
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
                throw wrong(
                        "whole numbers in the " + what + " of " + Stored.brief(name), Stored.brief(number.toString()));
            }
            numbers.add(number.asLong());
        }
        if (!node.isArray()) {
            throw wrong("a list as " + what + " of " + Stored.brief(name), Stored.brief(node.toString()));
        }
        return numbers;
    }

    private void checkPlaces() throws IOException {
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long next = 0;
        for (Entry entry : sorted) {
            String name = Stored.brief(entry.name());
            int size = SIZES.get(entry.type());
            long expected = Stored.bytes(file, entry.name(), entry.shape(), size);
            if (entry.end() < entry.begin() || entry.end() > length) {
                throw wrong(
                        name + " inside the " + length + " bytes of values",
                        "it from " + entry.begin() + " to " + entry.end());
            }
            if (entry.end() - entry.begin() != expected) {
                throw wrong(
                        expected + " bytes for " + name + " of the shape " + entry.shape(),
                        (entry.end() - entry.begin()) + "");
            }
            if (entry.begin() < next) {
                throw wrong("tensors one behind the other", name + " over the one before it");
            }
            if (entry.begin() > next) {
                throw wrong("tensors without a gap", (entry.begin() - next) + " bytes before " + name);
            }
            if (entry.begin() % size != 0) {
                throw wrong(name + " to begin at a multiple of " + size + " bytes", entry.begin() + "");
            }
            next = entry.end();
        }
        if (next != length) {
            throw wrong("nothing behind the last tensor", (length - next) + " bytes");
        }
    }

    /** The only tensor. */
    Stored only() throws IOException {
        if (entries.size() != 1) {
            List<String> names =
                    entries.keySet().stream().limit(5).map(Stored::brief).toList();
            throw wrong("one tensor", entries.size() + " (" + String.join(", ", names) + "); name one of them");
        }
        return named(entries.keySet().iterator().next());
    }

    /** The tensor of this name. */
    Stored named(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            List<String> names =
                    entries.keySet().stream().limit(5).map(Stored::brief).toList();
            throw wrong("a tensor " + Stored.brief(name), String.join(", ", names));
        }
        NumberType type = READABLE.get(entry.type());
        if (type == null || entry.shape().isEmpty()) {
            throw wrong(
                    "rows of F32, F16 or BF16 in " + Stored.brief(name),
                    entry.type() + " of the shape " + entry.shape() + "; convert it");
        }
        return new Stored(name, type, entry.shape(), data + entry.begin(), new HashMap<>(metadata));
    }

    private IOException wrong(String expected, String found) {
        return new IOException(file + ": expected " + expected + ", found " + found);
    }
}
