package org.clipprobe.model;

import ai.djl.ndarray.types.DataType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.build.TowerInput.Role;
import org.clipprobe.model.internal.engine.OnnxSession;
import org.clipprobe.model.internal.text.TextShape;

/** A text tower that is open for one set of captures and interventions. Used by one thread at a time. */
public final class TextSession implements AutoCloseable {
    private final TowerRun run;
    private final List<TowerInput> inputs;
    private final Shapes shapes;

    /** How many tokens the tower is run on. */
    @FunctionalInterface
    public interface Shapes {
        /** Asked before prompts are run, since it may have to be tried out with them. */
        TextShape of(List<Tokens> prompts) throws ModelException;
    }

    public TextSession(TowerRun run, List<TowerInput> inputs, Shapes shapes) {
        this.run = run;
        this.inputs = inputs;
        this.shapes = shapes;
    }

    /**
     * Runs the tower.
     *
     * <p>Where tokens behind a prompt's last one change nothing, as in a causal tower that reads out the end token or under
     * an attention mask, and the export takes any number of tokens, prompts of one length are run together and nothing is
     * padded. Every other tower is run on prompts padded to its context with the tokenizer's padding token. Either way
     * what comes out of a prompt does not depend on the prompts beside it, and padding takes no part in a maximum or mean
     * over positions. Positions behind a prompt's last token are 0 in captures without pooling where they were not run.
     *
     * @param prompts at least 1
     * @throws ModelException when a prompt is longer than the tower's context, when it must be padded and nothing says with
     *     which token, or when the tower fails
     */
    public TowerOutput run(List<Tokens> prompts) throws ModelException {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("prompts: expected at least 1, found none");
        }
        TextShape shape = shapes.of(prompts);
        TowerRun.Gathering gathering = run.gather(prompts.size());
        for (List<Integer> group : groups(shape, prompts)) {
            int batch = shape.fixedBatch() > 0 ? shape.fixedBatch() : group.size();
            for (int from = 0; from < group.size(); from += batch) {
                List<Integer> part = group.subList(from, Math.min(group.size(), from + batch));
                gathering.run(
                        filled(shape, prompts, part, batch),
                        part.stream().mapToInt(Integer::intValue).toArray());
            }
        }
        return gathering.done();
    }

    /** The prompts that are run together, the longest first. */
    private Collection<List<Integer>> groups(TextShape shape, List<Tokens> prompts) throws ModelException {
        Map<Integer, List<Integer>> groups = new TreeMap<>(Comparator.reverseOrder());
        for (int i = 0; i < prompts.size(); i++) {
            int length = shape.length(prompts.get(i));
            groups.computeIfAbsent(length, none -> new ArrayList<>()).add(i);
        }
        return groups.values();
    }

    private List<OnnxSession.Input> filled(TextShape shape, List<Tokens> prompts, List<Integer> part, int batch)
            throws ModelException {
        int length = shape.length(prompts.get(part.get(0)));
        List<OnnxSession.Input> filled = new ArrayList<>();
        for (TowerInput input : inputs) {
            Numbers numbers =
                    new Numbers(input, input.role() == Role.LENGTHS ? new long[] {batch} : new long[] {batch, length});
            for (int row = 0; row < batch; row++) {
                // Rows that only fill a fixed batch up repeat the part's last prompt.
                int[] ids =
                        prompts.get(part.get(Math.min(row, part.size() - 1))).ids();
                for (int position = 0; position < length && input.role() != Role.LENGTHS; position++) {
                    numbers.put(value(shape, input.role(), ids, position));
                }
                if (input.role() == Role.LENGTHS) {
                    numbers.put(ids.length);
                }
            }
            filled.add(numbers.input());
        }
        return filled;
    }

    private static int value(TextShape shape, Role role, int[] ids, int position) {
        return switch (role) {
            case ATTENTION_MASK -> position < ids.length || !shape.masked() ? 1 : 0;
            case POSITION_IDS -> position;
            case TOKEN_TYPES -> 0;
            // Padding is only asked for where it is known: otherwise the shape refuses the prompt.
            default -> position < ids.length ? ids[position] : shape.padding().orElse(0);
        };
    }

    @Override
    public void close() {
        run.close();
    }

    /** Whole numbers in the type that an input takes. */
    private static final class Numbers {
        private final TowerInput input;
        private final ByteBuffer bytes;
        private final long[] shape;

        Numbers(TowerInput input, long... shape) {
            this.input = input;
            this.shape = shape;
            int size = input.type() == TowerInput.Element.INT64 ? Long.BYTES : Integer.BYTES;
            int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
            this.bytes = ByteBuffer.allocateDirect(count * size).order(ByteOrder.nativeOrder());
        }

        void put(int value) {
            switch (input.type()) {
                case INT64 -> bytes.putLong(value);
                case FLOAT -> bytes.putFloat(value);
                default -> bytes.putInt(value);
            }
        }

        OnnxSession.Input input() {
            bytes.flip();
            Buffer values = switch (input.type()) {
                case INT64 -> bytes.asLongBuffer();
                case FLOAT -> bytes.asFloatBuffer();
                default -> bytes.asIntBuffer();
            };
            DataType type = switch (input.type()) {
                case INT64 -> DataType.INT64;
                case FLOAT -> DataType.FLOAT32;
                default -> DataType.INT32;
            };
            return new OnnxSession.Input(input.name(), values, type, shape);
        }
    }
}
