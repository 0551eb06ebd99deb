/** Intervals and tests for trials that share pictures, classes and words: pure functions over numbers. */
package org.clipprobe.statistic;
