package org.clipprobe.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damage that leaves JSON behind. */
final class Jsons {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RandomGenerator random;
    private final JsonNode root;

    private Jsons(RandomGenerator random, JsonNode root) {
        this.random = random;
        this.root = root;
    }

    /** Values replaced, left out, doubled and moved, one to three times. */
    static byte[] mutated(byte[] file, RandomGenerator random) throws IOException {
        Jsons jsons = new Jsons(random, JSON.readTree(file));
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            jsons.change();
        }
        return JSON.writeValueAsBytes(jsons.root);
    }

    /** Goes down from the root, so that small parts are as likely as a vocabulary. */
    private void change() {
        JsonNode parent = root;
        while (true) {
            List<String> names = new ArrayList<>();
            parent.fieldNames().forEachRemaining(names::add);
            int count = parent.isArray() ? parent.size() : names.size();
            if (count == 0) {
                return;
            }
            int child = random.nextInt(count);
            JsonNode below = parent.isArray() ? parent.get(child) : parent.get(names.get(child));
            if (below.isContainerNode() && below.size() > 0 && random.nextInt(5) > 0) {
                parent = below;
                continue;
            }
            if (parent instanceof ArrayNode array) {
                changeArray(array, child);
            } else {
                changeObject((ObjectNode) parent, names.get(child));
            }
            return;
        }
    }

    private void changeArray(ArrayNode array, int child) {
        switch (random.nextInt(4)) {
            case 0 -> array.remove(child);
            case 1 -> array.insert(child, array.get(child).deepCopy());
            default -> array.set(child, value(array.get(child)));
        }
    }

    private void changeObject(ObjectNode object, String name) {
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "x", object.remove(name));
            default -> object.set(name, value(object.get(name)));
        }
    }

    private JsonNode value(JsonNode old) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (random.nextInt(14)) {
            case 0 -> make.nullNode();
            case 1 -> make.booleanNode(random.nextBoolean());
            case 2 -> make.numberNode(-1);
            case 3 -> make.numberNode(0);
            case 4 -> make.numberNode(Integer.MAX_VALUE);
            case 5 -> make.numberNode(Long.MIN_VALUE);
            case 6 -> make.numberNode(BigInteger.TWO.pow(64 + random.nextInt(64)));
            case 7 -> make.numberNode(1e308 * (random.nextBoolean() ? 1 : -1));
            case 8 -> make.textNode("");
            case 9 -> make.textNode("a\ud83d\udd77\u0000\n".repeat(1 + random.nextInt(3_000)));
            case 10 -> make.arrayNode();
            case 11 -> make.objectNode();
            case 12 -> make.arrayNode().add(old.deepCopy()).add(old.deepCopy());
            default -> old.isNumber() ? make.numberNode(random.nextInt(100_000)) : make.textNode("(a*)*[\\");
        };
    }
}
