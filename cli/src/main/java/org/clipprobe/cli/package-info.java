/** The command {@code clip-probe}: options, progress, exit codes; no logic of its own. */
package org.clipprobe.cli;
