/** Sorts a unit's strong examples into things that are alike. */
package org.clipprobe.concept.cluster;
