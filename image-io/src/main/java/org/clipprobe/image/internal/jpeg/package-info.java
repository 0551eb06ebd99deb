/** A JPEG decoder that gives the pixels of libjpeg-turbo's default settings, bit for bit. */
package org.clipprobe.image.internal.jpeg;
