/** What a study leaves: its result as records, read back as they were written, and where its numbers come from. */
package org.clipprobe.result;
