package org.clipprobe.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipprobe.look.PromptView.TokenView;
import org.clipprobe.model.ModelException;
import org.clipprobe.model.TextSession;
import org.clipprobe.model.TextTower;
import org.clipprobe.model.Tokens;

/** Which tokens of a prompt carry its similarity with pictures: straight through the heads, and by leaving each out. */
final class PromptTokens {
    /**
     * A prompt's tokens against one picture.
     *
     * @param tokens in their order
     * @param parts parts of the similarity that belong to no token
     * @param error of their sum
     */
    record Shares(List<TokenView> tokens, List<Part> parts, OptionalDouble error) {}

    /** A prompt of special tokens alone. */
    private static final String NOTHING = "";

    private final TextTower tower;
    private final TextSession plain;
    private final float[][] pictures;
    private final Optional<DirectPaths> paths;

    /** @param pictures embeddings, {@code [pictures][dimensions]}, of length 1 */
    PromptTokens(TextTower tower, TextSession plain, float[][] pictures) throws ModelException {
        this.tower = tower;
        this.plain = plain;
        this.pictures = pictures;
        this.paths = DirectPaths.of(tower, pictures);
    }

    /** Whether contributions can be told. */
    boolean direct() {
        return paths.isPresent();
    }

    /** Against each picture, for each prompt. */
    List<List<Shares>> of(List<Tokens> prompts) throws ModelException {
        List<List<Shares>> all = new ArrayList<>();
        if (paths.isEmpty()) {
            for (Tokens prompt : prompts) {
                all.add(shares(prompt, List.of()));
            }
            return all;
        }
        try (TextSession session = tower.openCaptures(paths.get().captures())) {
            for (Tokens prompt : prompts) {
                all.add(shares(
                        prompt, paths.get().of(session.run(List.of(prompt)).captured())));
            }
        }
        return all;
    }

    private List<Shares> shares(Tokens prompt, List<Decomposition> sums) throws ModelException {
        List<String> pieces = tower.pieces(prompt);
        boolean[] special = special(prompt.ids());
        double[][] removals = removals(prompt, special);
        List<Shares> shares = new ArrayList<>();
        for (int k = 0; k < pictures.length; k++) {
            boolean told = !sums.isEmpty() && sums.get(k).error() < LookStudy.LARGEST_ERROR;
            float[] given = told ? sums.get(k).byPosition() : new float[0];
            List<TokenView> tokens = new ArrayList<>();
            for (int i = 0; i < pieces.size(); i++) {
                OptionalDouble contribution = told ? OptionalDouble.of(given[i]) : OptionalDouble.empty();
                OptionalDouble removal = special[i] ? OptionalDouble.empty() : OptionalDouble.of(removals[k][i]);
                tokens.add(new TokenView(pieces.get(i), contribution, removal));
            }
            List<Part> parts = new ArrayList<>(told ? sums.get(k).parts() : List.of());
            double padding = 0;
            for (int i = pieces.size(); i < given.length; i++) {
                padding += given[i];
            }
            if (given.length > pieces.size()) {
                parts.add(new Part("padding behind the prompt", padding));
            }
            shares.add(new Shares(
                    tokens, parts, told ? OptionalDouble.of(sums.get(k).error()) : OptionalDouble.empty()));
        }
        return shares;
    }

    /** Which tokens the tokenizer puts before and behind any prompt. */
    private boolean[] special(int[] ids) throws ModelException {
        int[] none = tower.tokenize(NOTHING).ids();
        int before = 0;
        while (before < Math.min(ids.length, none.length) && ids[before] == none[before]) {
            before++;
        }
        int behind = 0;
        while (behind < Math.min(ids.length, none.length) - before
                && ids[ids.length - 1 - behind] == none[none.length - 1 - behind]) {
            behind++;
        }
        boolean[] special = new boolean[ids.length];
        Arrays.fill(special, 0, before, true);
        Arrays.fill(special, ids.length - behind, ids.length, true);
        return special;
    }

    /** What is lost of the similarity with each picture without each token, {@code [pictures][tokens]}. */
    private double[][] removals(Tokens prompt, boolean[] special) throws ModelException {
        int length = prompt.ids().length;
        double[][] lost = new double[pictures.length][length];
        List<Tokens> variants = new ArrayList<>(List.of(prompt));
        int[] left = IntStream.range(0, length).filter(i -> !special[i]).toArray();
        for (int each : left) {
            int[] ids = new int[length - 1];
            System.arraycopy(prompt.ids(), 0, ids, 0, each);
            System.arraycopy(prompt.ids(), each + 1, ids, each, length - 1 - each);
            // A prompt of one token and no special ones has nothing left to be compared with.
            variants.add(length == 1 ? prompt : Tokens.of(ids));
        }
        float[] embeddings = plain.run(variants).embeddings();
        for (int k = 0; k < pictures.length; k++) {
            double whole = cosine(embeddings, 0, pictures[k]);
            for (int i = 0; i < left.length; i++) {
                lost[k][left[i]] = whole - cosine(embeddings, i + 1, pictures[k]);
            }
        }
        return lost;
    }

    private static double cosine(float[] embeddings, int row, float[] picture) {
        double sum = 0;
        for (int d = 0; d < picture.length; d++) {
            sum += (double) embeddings[row * picture.length + d] * picture[d];
        }
        return sum;
    }
}
