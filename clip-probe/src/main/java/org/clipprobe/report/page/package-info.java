/** The kit that pages are made of: the page, thumbnails, numbers, axes. */
package org.clipprobe.report.page;
