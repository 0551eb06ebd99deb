package org.clipprobe.report.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipprobe.image.HeatMap;
import org.clipprobe.image.Pictures;
import org.clipprobe.look.Decomposition;
import org.clipprobe.look.LookResult;
import org.clipprobe.look.Part;
import org.clipprobe.look.PatchMap;
import org.clipprobe.look.PictureView;
import org.clipprobe.look.PromptView;
import org.clipprobe.look.PromptView.TokenView;
import org.clipprobe.report.LookReport;
import org.clipprobe.report.page.Illustration;
import org.clipprobe.report.page.Numbers;
import org.clipprobe.report.page.Texts;
import org.clipprobe.run.RunRecord;

/**
 * What the page of a look shows.
 *
 * @param title of the page
 * @param scale the colour scale, as a picture
 * @param pictures in their order
 * @param notes what is shown instead of what
 * @param record provenance
 */
record LookView(String title, String scale, List<Card> pictures, List<String> notes, RunRecord record) {
    /** How many steps of colour tokens have. */
    static final int STEPS = 20;

    private static final int EDGE = 256;
    private static final int MOST_HEADS = 6;
    private static final int MOST_PICTURES = 60;

    /** A picture with its maps. */
    record Card(String name, String seen, List<Figure> maps, List<PromptCard> prompts) {}

    /** A map over its picture. */
    record Figure(String title, String seen, String heat, String low, String middle, String high, String measure) {}

    /** A prompt with its maps, its sum and its tokens. */
    record PromptCard(
            String prompt,
            String cosine,
            String agreement,
            List<Figure> maps,
            List<Sum> sum,
            List<Sum> heads,
            List<Token> tokens,
            List<Sum> tokenSum) {}

    /** A line of a sum. */
    record Sum(String name, String value) {}

    /** A token and its colour. */
    record Token(String text, String step, String contribution, String removal) {}

    static LookView of(LookReport report) throws IOException {
        LookResult result = report.result();
        List<Card> cards = new ArrayList<>();
        for (PictureView picture : result.pictures()
                .subList(0, Math.min(MOST_PICTURES, result.pictures().size()))) {
            cards.add(card(picture));
        }
        float[] steps = new float[64];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = i;
        }
        String scale =
                data(Pictures.png(HeatMap.picture(steps, 1, steps.length, new HeatMap.Range(0, steps.length - 1))));
        String first = shortened(result.pictures().get(0).name());
        int more = result.pictures().size() - 1;
        String title = "Where in " + first
                + (more > 0 ? " and " + Numbers.count(more, "other picture", "other pictures") : "");
        List<String> notes = new ArrayList<>(result.notes());
        if (result.pictures().size() > MOST_PICTURES) {
            notes.add("The first " + MOST_PICTURES + " pictures are shown; the maps of all are in maps.npy.");
        }
        return new LookView(title, scale, cards, notes, report.record());
    }

    private static Card card(PictureView picture) throws IOException {
        String seen = data(Illustration.encoded(picture.seen(), EDGE));
        List<Figure> maps =
                picture.maps().stream().map(map -> figure(map, seen)).toList();
        List<PromptCard> prompts =
                picture.prompts().stream().map(prompt -> prompt(prompt, seen)).toList();
        return new Card(shortened(picture.name()), seen, maps, prompts);
    }

    /** The last folder and the file: where a path begins is in run.json. */
    private static String shortened(String name) {
        String[] steps = name.split("[/\\\\]", -1);
        return Texts.brief(steps.length <= 2 ? name : steps[steps.length - 2] + "/" + steps[steps.length - 1]);
    }

    private static Figure figure(PatchMap map, String seen) {
        boolean signed = map.isSigned();
        HeatMap.Range range = HeatMap.Range.of(map.patches(), signed);
        String heat = data(Pictures.png(
                HeatMap.picture(map.patches(), map.grid().rows(), map.grid().columns(), range)));
        return new Figure(
                title(map),
                seen,
                heat,
                signed ? Numbers.signed(range.low(), places(range.high())) : "0",
                signed ? "0" : "",
                signed
                        ? Numbers.signed(range.high(), places(range.high()))
                        : Numbers.decimals(range.high(), places(range.high())),
                map.measure());
    }

    /** Enough decimals for two digits. */
    private static int places(double size) {
        int places = 1;
        for (double left = size; left < 1 && places < 6; left *= 10) {
            places++;
        }
        return places;
    }

    private static String title(PatchMap map) {
        return switch (map.kind()) {
            case UNIT -> "Unit " + map.label();
            case ATTENTION -> "Attention, " + map.label();
            case ROLLOUT -> "Attention rollout, " + map.label();
            case PROMPT -> "What each place contributes";
            case HEAD -> "The same through " + map.label();
            case OCCLUSION -> "What is lost when a place is covered";
        };
    }

    private static PromptCard prompt(PromptView prompt, String seen) {
        return new PromptCard(
                Texts.brief(prompt.prompt()),
                Numbers.decimals(prompt.cosine(), 3),
                prompt.agreement().isPresent()
                        ? Numbers.decimals(prompt.agreement().getAsDouble(), 2)
                        : "",
                prompt.maps().stream().map(map -> figure(map, seen)).toList(),
                prompt.decomposition().map(sum -> sums(prompt, sum)).orElse(List.of()),
                prompt.decomposition().map(LookView::heads).orElse(List.of()),
                tokens(prompt),
                tokenSum(prompt));
    }

    private static List<Sum> sums(PromptView prompt, Decomposition sum) {
        float[] positions = sum.byPosition();
        int others = prompt.maps().get(0).grid().others();
        List<Sum> lines = new ArrayList<>();
        lines.add(line("Places of the picture", sum(positions, others, positions.length)));
        if (others > 0) {
            lines.add(line("CLS and other tokens that are no place", sum(positions, 0, others)));
        }
        lines.addAll(grouped(sum.parts()));
        lines.add(line("Together: the cosine similarity", sum.total()));
        return lines;
    }

    private static double sum(float[] values, int from, int to) {
        return IntStream.range(from, to).mapToDouble(i -> values[i]).sum();
    }

    /** Parts of all blocks together. */
    private static List<Sum> grouped(List<Part> parts) {
        List<Sum> lines = new ArrayList<>();
        lines.add(line("MLPs", only(parts, "MLP")));
        lines.add(line("Biases of the attentions", only(parts, "biases of block")));
        parts.stream()
                .filter(part -> !part.name().startsWith("MLP") && !part.name().startsWith("biases of block"))
                .forEach(part -> lines.add(line(
                        Character.toUpperCase(part.name().charAt(0))
                                + part.name().substring(1),
                        part.value())));
        return lines;
    }

    private static double only(List<Part> parts, String begin) {
        return parts.stream()
                .filter(part -> part.name().startsWith(begin))
                .mapToDouble(Part::value)
                .sum();
    }

    private static Sum line(String name, double value) {
        return new Sum(name, Numbers.signed(value, 4));
    }

    private static List<Sum> heads(Decomposition sum) {
        return IntStream.range(0, sum.blocks() * sum.heads())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(sum.sumOfHead(i / sum.heads(), i % sum.heads()))))
                .limit(MOST_HEADS)
                .map(i -> line(
                        "vision." + i / sum.heads() + ".head:" + i % sum.heads(),
                        sum.sumOfHead(i / sum.heads(), i % sum.heads())))
                .toList();
    }

    private static List<Token> tokens(PromptView prompt) {
        boolean direct = prompt.tokenError().isPresent();
        double most = prompt.tokens().stream()
                .mapToDouble(token -> Math.abs(shown(token, direct).orElse(0)))
                .max()
                .orElse(0);
        return prompt.tokens().stream()
                .map(token -> new Token(
                        Texts.brief(token.text().isBlank() ? "␣" : token.text()),
                        "t" + step(shown(token, direct), most),
                        number(token.contribution()),
                        number(token.removal())))
                .toList();
    }

    private static OptionalDouble shown(TokenView token, boolean direct) {
        return direct ? token.contribution() : token.removal();
    }

    private static long step(OptionalDouble value, double most) {
        return Math.round(STEPS / 2.0 * (1 + (most > 0 ? value.orElse(0) / most : 0)));
    }

    private static String number(OptionalDouble value) {
        return Numbers.signed(value.orElse(Double.NaN), 4);
    }

    private static List<Sum> tokenSum(PromptView prompt) {
        if (prompt.tokenError().isEmpty()) {
            return List.of();
        }
        List<Sum> lines = new ArrayList<>(grouped(prompt.tokenParts()));
        double tokens = prompt.tokens().stream()
                .mapToDouble(token -> token.contribution().orElse(0))
                .sum();
        lines.add(0, line("Tokens", tokens));
        lines.add(line("Together: the cosine similarity", tokens + only(prompt.tokenParts(), "")));
        return lines;
    }

    private static String data(byte[] file) {
        String type = (file[0] & 0xFF) == 0x89 ? "png" : "jpeg";
        return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(file);
    }
}
