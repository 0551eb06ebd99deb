/** Attacks pictures, asks a model what it sees before and after, and sums up. */
package org.clipprobe.attack.run;
