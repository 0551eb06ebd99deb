/** The decoders behind {@link org.clipprobe.image.Pictures}; not for use from outside. */
package org.clipprobe.image.internal;
