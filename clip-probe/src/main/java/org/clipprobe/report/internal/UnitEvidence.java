package org.clipprobe.report.internal;

import java.util.List;
import org.clipprobe.model.Unit;

/**
 * A unit with its evidence, facet by facet, on a page from which the unit's own page is one link away.
 *
 * @param unit the unit
 * @param title what it is said to respond to; empty where the page says it once for all
 * @param facts numbers, each with what it is
 * @param rows one for each facet
 */
record UnitEvidence(Unit unit, String title, List<String> facts, List<UnitCard.FacetRow> rows) {}
