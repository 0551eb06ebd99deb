/** What the tests of several modules need: a headless browser, hostile names, processes with bounds. */
package org.clipprobe.test;
