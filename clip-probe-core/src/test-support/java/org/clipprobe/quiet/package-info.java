/** Watches what a process asks of the system. */
package org.clipprobe.quiet;
