/**
 * Writes run folders: tables, provenance and the report page. A run folder appears whole or not at all; its tables are
 * byte-identical for the same inputs, options and seed, since times go into {@code run.json} alone.
 */
package org.clipprobe.report;
