/** Finds the parts of a tower from the graph's structure: blocks, hook points, the token that is read out. */
package org.clipprobe.model.internal.anatomy;
