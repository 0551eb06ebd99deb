/** What attacks did to a model's answers: trials, their controls, and the rates that they give. */
package org.clipprobe.attack.outcome;
