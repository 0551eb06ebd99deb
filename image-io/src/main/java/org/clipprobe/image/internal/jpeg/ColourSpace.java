package org.clipprobe.image.internal.jpeg;

/** What a JPEG file's components stand for. */
enum ColourSpace {
    GREY,
    RGB,
    YCC,
    CMYK,
    YCCK
}
