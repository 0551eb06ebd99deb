package org.clipprobe.model;

import ai.djl.ndarray.types.DataType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipprobe.model.internal.build.TowerInput;
import org.clipprobe.model.internal.engine.OnnxSession;

/** A text tower that is open for one set of captures and interventions. Used by one thread at a time. */
public final class TextSession implements AutoCloseable {
    private final TowerRun run;
    private final List<TowerInput> inputs;
    private final TextShape shape;

    TextSession(TowerRun run, List<TowerInput> inputs, TextShape shape) {
        this.run = run;
        this.inputs = inputs;
        this.shape = shape;
    }

    /**
     * Runs the tower.
     *
     * <p>A tower that reads out the end token and takes any number of tokens is run once for each length of prompt, so
     * that nothing is padded and what comes out of a prompt does not depend on the prompts beside it: the tower is
     * causal, so that tokens behind the end token would change nothing. Every other tower is run on prompts padded to the
     * length that it takes. Positions behind a prompt's last token are 0 in captures without pooling where they were not
     * run.
     *
     * @param prompts at least 1
     * @throws ModelException when a prompt is longer than the tower's context or the tower fails
     */
    public TowerOutput run(List<Tokens> prompts) throws ModelException {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("prompts: expected at least 1, found none");
        }
        TowerRun.Gathering gathering = run.gather(prompts.size());
        for (List<Integer> group : groups(prompts)) {
            int batch = shape.fixedBatch() > 0 ? shape.fixedBatch() : group.size();
            for (int from = 0; from < group.size(); from += batch) {
                List<Integer> part = group.subList(from, Math.min(group.size(), from + batch));
                gathering.run(
                        filled(prompts, part, batch),
                        part.stream().mapToInt(Integer::intValue).toArray());
            }
        }
        return gathering.done();
    }

    /** The prompts that are run together, the longest first. */
    private Collection<List<Integer>> groups(List<Tokens> prompts) throws ModelException {
        Map<Integer, List<Integer>> groups = new TreeMap<>(Comparator.reverseOrder());
        for (int i = 0; i < prompts.size(); i++) {
            int length = shape.length(prompts.get(i));
            groups.computeIfAbsent(length, none -> new ArrayList<>()).add(i);
        }
        return groups.values();
    }

    private List<OnnxSession.Input> filled(List<Tokens> prompts, List<Integer> part, int batch) throws ModelException {
        int length = shape.length(prompts.get(part.get(0)));
        List<OnnxSession.Input> filled = new ArrayList<>();
        for (TowerInput input : inputs) {
            Numbers numbers = new Numbers(input, batch, length);
            for (int row = 0; row < batch; row++) {
                // Rows that only fill a fixed batch up repeat the part's last prompt.
                int[] ids =
                        prompts.get(part.get(Math.min(row, part.size() - 1))).ids();
                for (int position = 0; position < length; position++) {
                    numbers.put(value(input.role(), ids, position));
                }
            }
            filled.add(numbers.input());
        }
        return filled;
    }

    private int value(TowerInput.Role role, int[] ids, int position) {
        return switch (role) {
            case ATTENTION_MASK -> position < ids.length ? 1 : 0;
            case POSITION_IDS -> position;
            default -> position < ids.length ? ids[position] : shape.padding();
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

        Numbers(TowerInput input, int batch, int length) {
            this.input = input;
            this.shape = new long[] {batch, length};
            int size = input.type() == TowerInput.Element.INT64 ? Long.BYTES : Integer.BYTES;
            this.bytes = ByteBuffer.allocateDirect(batch * length * size).order(ByteOrder.nativeOrder());
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
