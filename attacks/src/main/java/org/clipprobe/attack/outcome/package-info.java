/** What attacks did to a model's answers: trials, their controls, and what they come to. */
package org.clipprobe.attack.outcome;
