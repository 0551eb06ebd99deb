/** Collects what units do on examples, and stores it. */
package org.clipprobe.activation;
