/** Typographic attacks on pictures, what they do to a CLIP model and which units carry them. */
package org.clipprobe.attack;
