/** Picture folders and the tables in them, as people's programs write them. */
package org.clipprobe.activation.folder;
