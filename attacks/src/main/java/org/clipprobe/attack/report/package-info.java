/** The page of an attack run. */
package org.clipprobe.attack.report;
