/** How well a concept names a unit: one class for each method of the literature, and the kernels under them. */
package org.clipprobe.concept.similarity;
