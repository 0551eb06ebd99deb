/** Finds the units that respond to prompts. */
package org.clipprobe.concept.search;
