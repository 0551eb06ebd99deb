/** Opens towers, tokenizes, captures and changes what flows through hook points. */
package org.clipprobe.model;
