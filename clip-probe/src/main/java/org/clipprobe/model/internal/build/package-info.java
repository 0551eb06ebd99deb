/** Builds graphs from a tower's graph: interventions, captures, and only what these need. */
package org.clipprobe.model.internal.build;
