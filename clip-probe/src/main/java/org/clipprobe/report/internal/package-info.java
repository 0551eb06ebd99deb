/** How the pages of a report are made: what they show, worked out in Java; how it looks, in templates and one style. */
package org.clipprobe.report.internal;
