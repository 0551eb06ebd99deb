/** The door: a model, a probing set, and one call for each question. Start reading at {@link org.clipprobe.ClipProbe}. */
package org.clipprobe;
