/** The kernels under the similarity functions: products, ranks, orders, blocks of concepts. */
package org.clipprobe.concept.similarity.internal;
