/** Where in a picture a unit fires and what a prompt sees: maps over patches, and the parts of a similarity. */
package org.clipprobe.look;
