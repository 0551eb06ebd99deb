package org.clipprobe.attack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of an attack's letters, written {@code 30px} or {@code 12.5%} (of the picture's height).
 *
 * @param amount of pixels or percent of the picture's height, above 0
 * @param unit what the amount counts
 */
public record TextSize(double amount, Unit unit) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9.]+(?:[eE][+-]?[0-9]+)?)(px|%)");

    /** What a size counts. */
    public enum Unit {
        PIXELS("px"),
        PERCENT_OF_HEIGHT("%");

        private final String sign;

        Unit(String sign) {
            this.sign = sign;
        }
    }

    public TextSize {
        if (!(amount > 0 && amount < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("size: expected an amount above 0, found " + amount);
        }
    }

    public static TextSize pixels(double amount) {
        return new TextSize(amount, Unit.PIXELS);
    }

    public static TextSize percentOfHeight(double amount) {
        return new TextSize(amount, Unit.PERCENT_OF_HEIGHT);
    }

    /**
     * Reads {@code 30px} or {@code 12.5%}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    @JsonCreator
    public static TextSize parse(String written) {
        Matcher parts = WRITTEN.matcher(written.replace(" ", "").toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("size: expected pixels or a share of the picture's height, such as 30px "
                    + "or 12%, found " + written);
        }
        double amount = Double.parseDouble(parts.group(1));
        return new TextSize(amount, parts.group(2).equals("%") ? Unit.PERCENT_OF_HEIGHT : Unit.PIXELS);
    }

    /** Pixels of the em square in a picture of this height. */
    public double inPixels(int pictureHeight) {
        return unit == Unit.PIXELS ? amount : amount / 100 * pictureHeight;
    }

    @Override
    @JsonValue
    public String toString() {
        return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString() + unit.sign;
    }
}
