/** Which files of a folder are a model, and what the small ones beside it say. */
package org.clipprobe.model.internal.files;
