/** Searches for the attacks that fool a model most. */
package org.clipprobe.attack.search;
