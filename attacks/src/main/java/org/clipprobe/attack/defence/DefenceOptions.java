package org.clipprobe.attack.defence;

/**
 * How a repair is searched.
 *
 * @param candidates units and heads that are tried at most, by typographic score
 * @param cleanLoss how much accuracy on clean pictures a repair may cost, 0 to 1
 * @param batch pictures that go through the tower at once
 * @param seed of everything random
 */
public record DefenceOptions(int candidates, double cleanLoss, int batch, long seed) {
    public DefenceOptions {
        if (candidates < 1 || batch < 1 || !(cleanLoss >= 0 && cleanLoss <= 1)) {
            throw new IllegalArgumentException("expected candidates and a batch from 1 and a loss from 0 to 1, found "
                    + candidates + ", " + batch + " and " + cleanLoss);
        }
    }

    /** 64 candidates; a hundredth of clean accuracy, as Dyslexify allows. */
    public static DefenceOptions of(int batch, long seed) {
        return new DefenceOptions(64, 0.01, batch, seed);
    }
}
