package org.clipprobe.activation.array;

/** A format that an array is stored in. */
public enum ArrayFormat {
    /** NumPy's, one array in a file; {@code numpy.load} opens it. */
    NPY(".npy"),
    /** Hugging Face's, named tensors behind a header of JSON; {@code safetensors.numpy.load_file} opens it. */
    SAFETENSORS(".safetensors");

    private final String suffix;

    ArrayFormat(String suffix) {
        this.suffix = suffix;
    }

    /** What file names end in. */
    public String suffix() {
        return suffix;
    }
}
