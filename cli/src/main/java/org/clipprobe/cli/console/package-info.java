/** What a person sees in the terminal: progress, tables, messages. */
package org.clipprobe.cli.console;
