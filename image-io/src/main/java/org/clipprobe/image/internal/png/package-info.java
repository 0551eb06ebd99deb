/** Reads and writes PNG. */
package org.clipprobe.image.internal.png;
