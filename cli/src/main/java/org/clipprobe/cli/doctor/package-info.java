/** Looks at the machine, piece by piece, for what clip-probe needs; each check says what to do where something is missing. */
package org.clipprobe.cli.doctor;
