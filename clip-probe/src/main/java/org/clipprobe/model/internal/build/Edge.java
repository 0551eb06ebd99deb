package org.clipprobe.model.internal.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipprobe.model.Intervention;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.internal.anatomy.Anatomy;
import org.clipprobe.model.internal.anatomy.Linears.End;
import org.clipprobe.model.internal.anatomy.Site;
import org.clipprobe.model.internal.anatomy.Site.Fused;

/**
 * Where a cut runs in a graph.
 *
 * @param written the residual sum that the hook point's values are added to
 * @param input the residual stream before the reading block
 * @param output the residual stream behind it
 * @param middle the residual stream between its attention and its MLP, where it is known
 */
record Edge(Intervention.Cut cut, End written, End input, End output, Optional<End> middle) {
    private static final Pattern BLOCK = Pattern.compile("(\\w+)\\.(\\d+)");

    /** The fused operators in which any of this is hidden. */
    List<Fused> fused() {
        return Stream.concat(Stream.of(written, input, output), middle.stream())
                .map(End::fused)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    static Edge of(String file, Anatomy anatomy, Intervention.Cut cut) throws ModelException {
        Matcher to = BLOCK.matcher(cut.toBlock());
        Matcher from = BLOCK.matcher(cut.hook().replaceFirst("\\.\\w+$", ""));
        if (!to.matches() || !from.matches() || Integer.parseInt(to.group(2)) <= Integer.parseInt(from.group(2))) {
            throw new ModelException(
                    file + ": expected a block behind " + cut.hook() + " to cut it from, found " + cut.toBlock());
        }
        String before = to.group(1) + "." + (Integer.parseInt(to.group(2)) - 1);
        Optional<End> written =
                Optional.ofNullable(anatomy.sums().get(cut.hook().replaceFirst("\\.head$", ".attn_out")));
        Optional<End> input = stream(anatomy, before);
        Optional<End> output = stream(anatomy, cut.toBlock());
        boolean postLn = anatomy.sites().containsKey(cut.toBlock() + ".resid_sum");
        if (written.isEmpty() || input.isEmpty() || output.isEmpty() || postLn) {
            throw new ModelException(file + ": " + cut.hook() + " cannot be cut from " + cut.toBlock()
                    + ", since no residual stream was found between them that blocks read through a normalisation; only"
                    + " mlp, head and attn_out of pre-LN transformers can");
        }
        return new Edge(
                cut,
                written.get(),
                input.get(),
                output.get(),
                Optional.ofNullable(anatomy.sums().get(cut.toBlock() + ".attn_out")));
    }

    private static Optional<End> stream(Anatomy anatomy, String block) {
        Optional<Site> site = Optional.ofNullable(anatomy.sites().get(block + ".resid"));
        return site.map(found -> new End(found.tensor(), found.fused()));
    }
}
