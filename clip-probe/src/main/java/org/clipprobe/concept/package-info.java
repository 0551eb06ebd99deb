/** What units respond to, in words: the results of naming units and of searching for them. */
package org.clipprobe.concept;
