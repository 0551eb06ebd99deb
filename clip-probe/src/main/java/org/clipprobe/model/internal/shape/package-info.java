/** What shapes and small whole numbers a graph's tensors have, worked out at trial sizes. */
package org.clipprobe.model.internal.shape;
