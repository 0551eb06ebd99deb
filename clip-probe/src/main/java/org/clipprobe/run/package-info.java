/** The ground floor of every run: progress, skipped files, content keys, run folders, tables and records. */
package org.clipprobe.run;
