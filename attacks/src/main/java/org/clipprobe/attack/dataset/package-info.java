/** Data sets of attacked pictures made by others, and writing such sets. */
package org.clipprobe.attack.dataset;
