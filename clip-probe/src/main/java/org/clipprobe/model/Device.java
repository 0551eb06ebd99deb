package org.clipprobe.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a tower runs. */
public sealed interface Device {
    /** The processor. */
    record Cpu() implements Device {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /** An NVIDIA GPU, counted from 0. */
    record Cuda(int index) implements Device {
        public Cuda {
            if (index < 0) {
                throw new IllegalArgumentException("cuda: expected a GPU's number from 0, found " + index);
            }
        }

        @Override
        public String toString() {
            return "cuda:" + index;
        }
    }

    /** The first GPU when this build and machine have one, the processor otherwise. */
    record Auto() implements Device {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /**
     * Reads a device as it is written on a command line: {@code cpu}, {@code cuda}, {@code cuda:1} or {@code auto}.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    static Device parse(String text) {
        String device = text.strip().toLowerCase(Locale.ROOT);
        Matcher cuda = Pattern.compile("cuda(?::(\\d{1,3}))?").matcher(device);
        if (cuda.matches()) {
            return new Cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        return switch (device) {
            case "cpu" -> new Cpu();
            case "auto" -> new Auto();
            default ->
                throw new IllegalArgumentException(
                        "device: expected cpu, cuda, cuda:N or auto, found \"" + text + "\"");
        };
    }
}
