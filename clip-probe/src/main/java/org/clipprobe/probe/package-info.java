/** Asks which units respond to a concept in every facet: the multimodal test and its controls. */
package org.clipprobe.probe;
