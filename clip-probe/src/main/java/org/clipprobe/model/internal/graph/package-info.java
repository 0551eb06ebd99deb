/** An ONNX file as nodes and tensors: read, ordered, with weights left where they lie on disk. */
package org.clipprobe.model.internal.graph;
