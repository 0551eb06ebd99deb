package org.clipprobe.attack.outcome;

import java.util.Locale;
import org.clipprobe.attack.Attack;

/** What trials are grouped by. */
public enum Dimension {
    TEXT,
    TARGET,
    TYPEFACE,
    SIZE,
    COLOUR,
    OPACITY,
    STROKE,
    ROTATION,
    BACKING,
    PLACE,
    REPEATS,
    /** Whether the text was pasted onto the model's input or onto the picture. */
    STAGE,
    /** What the picture shows; pictures of which nobody says it are in none of its groups. */
    CLASS;

    /** What the trials of one group share. */
    String key(Trial trial) {
        Attack attack = trial.attack();
        return switch (this) {
            case TEXT -> attack.text();
            case TARGET -> attack.target();
            case TYPEFACE -> attack.typeface().label();
            case SIZE -> attack.size().toString();
            case COLOUR -> attack.colour().toString();
            case OPACITY -> Double.toString(attack.opacity());
            case STROKE -> attack.stroke().toString();
            case ROTATION -> Double.toString(attack.rotation());
            case BACKING -> attack.backing().name().toLowerCase(Locale.ROOT);
            case PLACE -> attack.place().written();
            case REPEATS -> Integer.toString(attack.repeats());
            case STAGE -> attack.stage().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case CLASS -> trial.trueClass();
        };
    }
}
