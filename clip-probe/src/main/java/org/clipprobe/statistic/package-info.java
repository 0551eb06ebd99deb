/** Statistics over arrays of numbers: ranks, tests, rates, correlation; knows nothing of models or files. */
package org.clipprobe.statistic;
