/** Options and arguments that several commands share. */
package org.clipprobe.cli.argument;
