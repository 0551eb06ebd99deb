/** Tests names by simulation: explain, predict, correlate (Bills et al., OpenAI 2023). */
package org.clipprobe.concept.simulation;
