/** Names every unit of some layers and says which names are good. */
package org.clipprobe.concept.naming;
