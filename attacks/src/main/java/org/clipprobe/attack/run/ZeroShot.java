package org.clipprobe.attack.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.clipprobe.attack.outcome.Answer;
import org.clipprobe.attack.outcome.Guess;
import org.clipprobe.attack.outcome.Standing;
import org.clipprobe.concept.set.Embeddings;

/**
 * Zero-shot classification (Radford et al. 2021, section 3.1): a picture's class is the one whose embedding has the
 * highest cosine with the picture's. A class's embedding is the mean over its prompts, scaled to length 1, as {@link
 * org.clipprobe.concept.set.TextEmbeddings} gives it. Safe for several threads.
 */
public final class ZeroShot {
    private final List<String> classes;
    private final List<String> guests;
    private final Embeddings embeddings;
    private final double logitScale;
    private final Map<String, Integer> indices = new HashMap<>();

    /**
     * Prepares a classification.
     *
     * @param classes without repeats
     * @param embeddings {@code [classes, dimensions]}, rows of length 1
     * @param logitScale what cosines are multiplied by before the softmax: exp of the model's learned parameter
     */
    public ZeroShot(List<String> classes, Embeddings embeddings, double logitScale) {
        this(classes, List.of(), embeddings, logitScale);
    }

    /**
     * Prepares a classification in which some texts are classes only where they are the target.
     *
     * @param classes without repeats
     * @param guests texts that are a class in {@link #answer} when they are its target, and nowhere else
     * @param embeddings {@code [classes + guests, dimensions]}, rows of length 1
     * @param logitScale what cosines are multiplied by before the softmax
     */
    public ZeroShot(List<String> classes, List<String> guests, Embeddings embeddings, double logitScale) {
        if (classes.isEmpty() || classes.size() + guests.size() != embeddings.rows()) {
            throw new IllegalArgumentException("expected an embedding for each class, "
                    + (classes.size() + guests.size()) + ", found " + embeddings.rows());
        }
        this.classes = List.copyOf(classes);
        this.guests = List.copyOf(guests);
        this.embeddings = embeddings;
        this.logitScale = logitScale;
        List<String> all = Stream.concat(classes.stream(), guests.stream()).toList();
        for (int i = 0; i < all.size(); i++) {
            if (indices.put(all.get(i), i) != null) {
                throw new IllegalArgumentException("the class list names " + all.get(i) + " twice");
            }
        }
        for (int i = 0; i < all.size(); i++) {
            indices.putIfAbsent(all.get(i).toLowerCase(Locale.ROOT), i);
        }
    }

    /** The classes of every trial. */
    public List<String> classes() {
        return classes;
    }

    /** The texts that are a class in their own trials only. */
    public List<String> guests() {
        return guests;
    }

    /** Length of an embedding. */
    public int dimensions() {
        return embeddings.dimensions();
    }

    /**
     * Every class's logit, the guests' behind them.
     *
     * @param images {@code [pictures, dimensions]}, rows of length 1
     * @param row which picture
     */
    public double[] logits(float[] images, int row) {
        Embeddings image = new Embeddings(images.length / dimensions(), dimensions(), images);
        double[] logits = new double[classes.size() + guests.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logitScale * image.cosine(row, embeddings, i);
        }
        return logits;
    }

    /**
     * What the model sees.
     *
     * @param logits one for each class and guest
     * @param truth the class that the picture shows; need not be in the class list
     * @param target the class that an attack is to evoke; need not be in the class list; letters' case does not count
     */
    public Answer answer(double[] logits, String truth, String target) {
        int[] choice = choice(target);
        return new Answer(top(logits, choice), standing(logits, choice, truth), standing(logits, choice, target));
    }

    /** The classes, and the target where it is a guest. */
    private int[] choice(String target) {
        OptionalInt guest = indexOf(target);
        boolean invited = guest.isPresent() && guest.getAsInt() >= classes.size();
        int[] choice = new int[classes.size() + (invited ? 1 : 0)];
        Arrays.setAll(choice, i -> i);
        if (invited) {
            choice[classes.size()] = guest.getAsInt();
        }
        return choice;
    }

    private List<Guess> top(double[] logits, int[] choice) {
        List<Integer> best = new ArrayList<>();
        for (int i : choice) {
            int at = best.size();
            while (at > 0 && logits[best.get(at - 1)] < logits[i]) {
                at--;
            }
            if (at < Answer.TOP) {
                best.add(at, i);
                best.subList(Math.min(best.size(), Answer.TOP), best.size()).clear();
            }
        }
        double highest = logits[best.get(0)];
        double sum = 0;
        for (int i : choice) {
            sum += StrictMath.exp(logits[i] - highest);
        }
        List<Guess> top = new ArrayList<>();
        for (int i : best) {
            top.add(new Guess(name(i), StrictMath.exp(logits[i] - highest) / sum));
        }
        return top;
    }

    private String name(int index) {
        return index < classes.size() ? classes.get(index) : guests.get(index - classes.size());
    }

    /** A class's place in the class list, letters' case not counting; empty when it is not in it. */
    public OptionalInt indexOf(String name) {
        Integer exact = indices.get(name);
        Integer found = exact == null ? indices.get(name.toLowerCase(Locale.ROOT)) : exact;
        return found == null ? OptionalInt.empty() : OptionalInt.of(found);
    }

    private Standing standing(double[] logits, int[] choice, String name) {
        OptionalInt found = indexOf(name);
        if (found.isEmpty() || Arrays.stream(choice).noneMatch(i -> i == found.getAsInt())) {
            return Standing.ABSENT;
        }
        int index = found.getAsInt();
        double mine = logits[index];
        double other = Double.NEGATIVE_INFINITY;
        int rank = 1;
        for (int i : choice) {
            if (i != index) {
                other = Math.max(other, logits[i]);
                rank += logits[i] > mine || (logits[i] == mine && i < index) ? 1 : 0;
            }
        }
        return new Standing(rank, mine, choice.length == 1 ? 0 : mine - other);
    }
}
