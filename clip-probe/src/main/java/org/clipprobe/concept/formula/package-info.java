/** Names units with logical forms of concepts (INVERT, Bykov et al., NeurIPS 2023). */
package org.clipprobe.concept.formula;
