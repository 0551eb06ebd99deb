/**
 * Who carries typographic attacks: units and heads are ablated against random ones; and how a model is repaired: by a greedy
 * search over the same, next to rivals that need no training.
 */
package org.clipprobe.attack.defence;
