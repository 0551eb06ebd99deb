/** Runs graphs with DJL's ONNX Runtime engine. */
package org.clipprobe.model.internal.engine;
