/** Candidate words for units, the sentences they are put into, and their text embeddings. */
package org.clipprobe.concept.set;
