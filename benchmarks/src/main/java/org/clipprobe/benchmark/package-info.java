/** JMH benchmarks of the kernels and whole-run benchmarks against peers. */
package org.clipprobe.benchmark;
