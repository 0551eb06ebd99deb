/** Arrays of numbers in files that other programs open: NumPy's format and safetensors. */
package org.clipprobe.activation.array;
