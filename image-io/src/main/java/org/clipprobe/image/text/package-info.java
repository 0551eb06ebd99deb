/** Draws text on pictures, the same pixels on every machine. */
package org.clipprobe.image.text;
