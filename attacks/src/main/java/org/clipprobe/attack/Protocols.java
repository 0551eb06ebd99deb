package org.clipprobe.attack;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipprobe.image.Rgb;
import org.clipprobe.image.text.Typeface;

/** The protocols that have a name. */
final class Protocols {
    private static final List<Rgb> EIGHT_COLOURS = Stream.of(
                    "#ffffff", "#0000ff", "#008000", "#ff0000", "#ff00ff", "#00ffff", "#ffff00", "#000000")
            .map(Rgb::parse)
            .toList();

    private Protocols() {}

    static Optional<Protocol> named(String name) {
        return switch (name) {
            case "distill" -> Optional.of(distill());
            case "rta100" -> Optional.of(rta100());
            case "typod" -> Optional.of(typod());
            default -> Optional.empty();
        };
    }

    static Protocol plain(String name) {
        Attack attack = Attack.of("");
        return new Protocol(
                name,
                "",
                List.of(),
                List.of(attack.typeface()),
                List.of(attack.size()),
                List.of(attack.colour()),
                List.of(1.0),
                List.of(attack.stroke()),
                List.of(0.0),
                List.of(Backing.NONE),
                List.of(attack.place()),
                List.of(1),
                Stage.MODEL_INPUT,
                0);
    }

    /** The nine texts of the paper's table, at its eight coordinates; {@code $$$} is to evoke a piggy bank. */
    private static Protocol distill() {
        List<Protocol.Wording> texts = Stream.concat(
                        Stream.of("trash", "iPod", "pizza", "rifle", "radio", "library", "shark", "meow")
                                .map(Protocol.Wording::of),
                        Stream.of(new Protocol.Wording("$$$", "piggy bank")))
                .toList();
        return new Protocol(
                "distill",
                "Goh et al., Multimodal Neurons in Artificial Neural Networks, Distill 2021",
                texts,
                List.of(Typeface.LIBERATION_SANS_BOLD),
                List.of(TextSize.percentOfHeight(12)),
                List.of(Rgb.WHITE),
                List.of(1.0),
                List.of(Stroke.NONE),
                List.of(0.0),
                List.of(Backing.NONE),
                List.of(new Place.EightCoordinates()),
                List.of(8),
                Stage.MODEL_INPUT,
                0);
    }

    /** One attack for each picture; a roman, a typewriter and a Times-like typeface stand for the paper's three. */
    private static Protocol rta100() {
        return new Protocol(
                "rta100",
                "Azuma and Matsui, Defense-Prefix, ICCV Workshops 2023",
                List.of(),
                List.of(Typeface.DEJAVU_SERIF, Typeface.LIBERATION_MONO, Typeface.LIBERATION_SERIF),
                IntStream.rangeClosed(20, 40).mapToObj(TextSize::pixels).toList(),
                EIGHT_COLOURS,
                List.of(1.0),
                EIGHT_COLOURS.stream().map(colour -> new Stroke(1, colour)).toList(),
                List.of(0.0),
                List.of(Backing.NONE),
                List.of(new Place.Anywhere()),
                List.of(1),
                Stage.MODEL_INPUT,
                1);
    }

    /** 5 sizes × 4 opacities × 8 colours × 16 places for each picture. */
    private static Protocol typod() {
        return new Protocol(
                "typod",
                "Cheng et al., Unveiling Typographic Deceptions, ECCV 2024",
                List.of(),
                List.of(Typeface.LIBERATION_SANS),
                Stream.of(3, 6, 9, 12, 15).map(TextSize::pixels).toList(),
                EIGHT_COLOURS,
                List.of(0.25, 0.5, 0.75, 1.0),
                List.of(Stroke.NONE),
                List.of(0.0),
                List.of(Backing.NONE),
                Place.grid(4, 4),
                List.of(1),
                Stage.MODEL_INPUT,
                0);
    }
}
