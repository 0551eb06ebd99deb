package org.clipprobe.model.internal.anatomy;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipprobe.model.HookPoint;
import org.clipprobe.model.internal.anatomy.Linears.End;
import org.clipprobe.model.internal.anatomy.Site.Fused;
import org.clipprobe.model.internal.anatomy.Site.Kind;
import org.clipprobe.model.internal.build.TowerGraph.Modality;
import org.clipprobe.model.internal.graph.Flow;
import org.clipprobe.model.internal.graph.Graph;
import org.clipprobe.model.internal.shape.Trial;
import org.clipprobe.model.internal.shape.Value;

/** A tower's hook points, by depth, and the token that it reads out. */
public final class Anatomy {
    private final Graph graph;
    private final Flow flow;
    private final Trial trial;
    private final long batch;
    private final String prefix;
    private final boolean text;
    private final Optional<Integer> context;
    private final ReadOut readOut;
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Map<String, End> sums = new HashMap<>();
    private final Map<String, Site> inner = new HashMap<>();

    /**
     * @param embedding the tensor that is the embedding before it is brought to length 1
     * @param batch trial size of the batch
     * @param context tokens that a text tower has places for, where it is known
     */
    public Anatomy(
            Graph graph,
            Flow flow,
            Trial trial,
            Modality modality,
            Optional<String> embedding,
            long batch,
            Optional<Integer> context) {
        this.graph = graph;
        this.flow = flow;
        this.trial = trial;
        this.batch = batch;
        this.prefix = modality.prefix();
        this.text = modality == Modality.TEXT;
        this.context = context;
        Blocks blocks = new Blocks(graph, flow, trial, modality);
        List<Blocks.Mlp> all = blocks.mlps();
        List<Blocks.Mlp> mlps =
                all.stream().filter(mlp -> positions(like(mlp.hidden())) > 1).toList();
        List<Blocks.Attention> attentions = blocks.attentions().stream()
                .filter(attention -> positions(attention.concatenated()) > 1)
                .toList();
        long tokens =
                mlps.isEmpty() ? 0 : positions(like(mlps.get(mlps.size() - 1).hidden()));
        this.readOut = embedding
                .map(tensor -> ReadOut.find(graph, flow, trial, tensor, batch, tokens))
                .orElse(new ReadOut.None());
        addStages(Stages.find(graph, flow, trial, modality));
        addBlocks(Stream.concat(mlps.stream(), heads(all, mlps)).toList(), attentions);
        embedding.ifPresent(tensor -> add("embed", new End(tensor, Optional.empty()), 0));
    }

    public Map<String, Site> sites() {
        return sites;
    }

    /** By hook point, the residual stream that its values are added to, through linear layers alone. */
    public Map<String, End> sums() {
        return sums;
    }

    /**
     * Places that are no hook points but that a decomposition of the embedding reads: {@code vision.stream}, the residual
     * stream before the first block, {@code vision.3.attn_sum}, the stream behind its attention, and {@code
     * vision.3.attn_value}, what each position gives the heads.
     */
    public Map<String, Site> inner() {
        return inner;
    }

    /** The parts of the fused operator in which a hook point is hidden. */
    public List<NodeProto> opened(int node) {
        Optional<Fused> bias = sites.values().stream()
                .flatMap(site -> site.fused().stream())
                .filter(fused -> fused.node() == node && fused.kind() == Kind.BIASED)
                .findFirst();
        return Fusions.opened(graph.node(node), bias);
    }

    public ReadOut readOut() {
        return readOut;
    }

    private void addStages(List<List<String>> stages) {
        for (int stage = 0; stage < stages.size(); stage++) {
            List<String> blocks = stages.get(stage);
            String name = "layer" + (stage + 1);
            for (int block = 0; block < blocks.size() - 1; block++) {
                add(name + "." + block, new End(blocks.get(block), Optional.empty()), 0);
            }
            add(name, new End(blocks.get(blocks.size() - 1), Optional.empty()), 0);
        }
    }

    /**
     * The MLPs on the way from the one token that is read out to the embedding. Where tokens are pooled, an MLP behind the
     * pooling is part of it.
     */
    private Stream<Blocks.Mlp> heads(List<Blocks.Mlp> all, List<Blocks.Mlp> ofTokens) {
        if (readOut instanceof ReadOut.None || ofTokens.isEmpty()) {
            return Stream.empty();
        }
        int last = ofTokens.get(ofTokens.size() - 1).order();
        return all.stream().filter(mlp -> mlp.order() > last && positions(like(mlp.hidden())) == 1);
    }

    /** An attention and the MLP behind it are one block; so is an MLP alone. */
    private void addBlocks(List<Blocks.Mlp> mlps, List<Blocks.Attention> attentions) {
        int block = 0;
        int next = 0;
        for (Blocks.Mlp mlp : mlps) {
            while (next < attentions.size() && attentions.get(next).order() < mlp.order()) {
                addAttention(block, attentions.get(next));
                next++;
                boolean another =
                        next < attentions.size() && attentions.get(next).order() < mlp.order();
                block += another ? 1 : 0;
            }
            addMlp(block, mlp);
            block++;
        }
        for (Blocks.Attention attention : attentions.subList(next, attentions.size())) {
            addAttention(block, attention);
            block++;
        }
    }

    private void addAttention(int block, Blocks.Attention attention) {
        attention.pattern().ifPresent(tensor -> addPattern(block + ".attn_pattern", tensor, attention.heads()));
        add(block + ".head", new End(attention.concatenated(), Optional.empty()), attention.heads());
        add(block + ".attn_out", attention.out(), 0);
        attention.sum().ifPresent(sum -> {
            sums.putIfAbsent(prefix + "." + block + ".attn_out", sum);
            site(block + ".attn_sum", sum, 0)
                    .ifPresent(site -> inner.putIfAbsent(site.point().name(), site));
            if (block == 0) {
                new Streams(graph)
                        .before(sum, attention.concatenated())
                        .flatMap(stream -> site("stream", new End(stream, Optional.empty()), 0))
                        .ifPresent(site -> inner.putIfAbsent(site.point().name(), site));
            }
        });
        attention.values().ifPresent(tensor -> addValues(block + ".attn_value", tensor, attention.heads()));
    }

    private void addMlp(int block, Blocks.Mlp mlp) {
        mlp.pre().ifPresent(end -> add(block + ".mlp_pre", end, 0));
        add(block + ".mlp", mlp.hidden(), 0);
        mlp.sum().ifPresent(end -> {
            mlp.normalised().ifPresent(normalised -> add(block + ".resid_sum", end, 0));
            add(block + ".resid", mlp.normalised().orElse(end), 0);
            if (mlp.direct()) {
                sums.putIfAbsent(prefix + "." + block + ".mlp", end);
            }
        });
    }

    private void addPattern(String name, String tensor, int heads) {
        Value value = trial.value(tensor).orElseThrow();
        Layout layout = value.rank() == 4 ? Layout.PATTERN : Layout.FLAT_PATTERN;
        if (!trial.isFloat(tensor) || value.dim(0) != (layout == Layout.PATTERN ? batch : batch * heads)) {
            return;
        }
        boolean open = text && value.last() == Trial.TOKENS;
        Optional<Long> keys = open ? context.map(Integer::longValue) : Optional.of(value.last());
        keys.ifPresent(count -> put(new Site(
                point(name, Math.toIntExact(heads * count), layout),
                tensor,
                layout,
                value.type(),
                Math.toIntExact(value.last()),
                heads,
                Optional.empty())));
    }

    private void addValues(String name, String tensor, int heads) {
        Value value = trial.value(tensor).orElseThrow();
        Layout layout = value.rank() == 4 ? Layout.PATTERN : Layout.FLAT_PATTERN;
        boolean laidOut = value.rank() == 4
                ? value.dim(0) == batch && value.dim(1) == heads
                : value.rank() == 3 && value.dim(0) == batch * heads;
        if (trial.isFloat(tensor) && laidOut) {
            HookPoint point = point(name, Math.toIntExact(heads * value.last()), layout);
            int width = Math.toIntExact(value.last());
            inner.putIfAbsent(
                    point.name(), new Site(point, tensor, layout, value.type(), width, heads, Optional.empty()));
        }
    }

    /** A tensor of the file that is laid out like this one. */
    private String like(End end) {
        return end.fused()
                .map(fused -> graph.node(fused.node()).getInput(fused.input()))
                .orElse(end.tensor());
    }

    private void add(String name, End end, int heads) {
        site(name, end, heads).ifPresent(this::put);
    }

    private Optional<Site> site(String name, End end, int heads) {
        String like = like(end);
        Optional<Value> value = trial.value(like);
        Optional<Layout> layout = layout(like);
        // Numbers of 8 bits mean nothing without their scale.
        if (value.isEmpty() || layout.isEmpty() || !trial.isFloat(like)) {
            return Optional.empty();
        }
        long units = units(value.get(), like);
        HookPoint point = point(name, heads > 0 ? heads : Math.toIntExact(units), layout.get());
        return Optional.of(new Site(
                point,
                end.tensor(),
                layout.get(),
                value.get().type(),
                Math.toIntExact(value.get().last()),
                heads,
                end.fused()));
    }

    private HookPoint point(String name, int units, Layout layout) {
        boolean token =
                !(readOut instanceof ReadOut.None) && layout != Layout.CHANNELS_FIRST && layout != Layout.CHANNELS_LAST;
        return new HookPoint(prefix + "." + name, units, token);
    }

    private void put(Site site) {
        sites.putIfAbsent(site.point().name(), site);
    }

    private long positions(String tensor) {
        return trial.value(tensor)
                .filter(value -> units(value, tensor) > 0)
                .map(value -> value.size() / units(value, tensor) / batch)
                .orElse(0L);
    }

    private long units(Value value, String tensor) {
        return value.rank() == 4 && map(tensor) == Layout.CHANNELS_FIRST ? value.dim(1) : value.last();
    }

    private Optional<Layout> layout(String tensor) {
        Optional<Value> known = trial.value(tensor);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Value value = known.get();
        return switch (value.rank()) {
            case 2 -> value.dim(0) == batch && positions(tensor) == 1 ? Optional.of(Layout.ROWS) : flat(tensor);
            case 3 -> sequence(value, Layout.BATCH_FIRST, Layout.TOKENS_FIRST);
            case 4 -> isBatchFirst(value) ? Optional.of(map(tensor)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private boolean isBatchFirst(Value value) {
        return value.dim(0) == batch;
    }

    /** Windows of a picture, as Swin cuts it, are neither: their first axis counts more than the batch. */
    private Optional<Layout> sequence(Value value, Layout batchFirst, Layout tokensFirst) {
        return isBatchFirst(value)
                ? Optional.of(batchFirst)
                : value.dim(1) == batch ? Optional.of(tokensFirst) : Optional.empty();
    }

    private Layout map(String tensor) {
        return FeatureMaps.channelsFirst(graph, flow, trial, tensor) ? Layout.CHANNELS_FIRST : Layout.CHANNELS_LAST;
    }

    /** Rows of a tensor flattened for a plain matrix product run as they did before. */
    private Optional<Layout> flat(String tensor) {
        String current = tensor;
        for (int step = 0; step < 64; step++) {
            Optional<Value> value = trial.value(current);
            if (value.isPresent() && value.get().rank() >= 3) {
                return sequence(value.get(), Layout.FLAT_BATCH_FIRST, Layout.FLAT_TOKENS_FIRST);
            }
            Optional<String> back = graph.producerNode(current).stream()
                    .flatMap(node -> node.getInputList().stream())
                    .filter(input -> !flow.constant(input))
                    .findFirst();
            if (back.isEmpty()) {
                break;
            }
            current = back.get();
        }
        return Optional.of(Layout.FLAT_BATCH_FIRST);
    }
}
