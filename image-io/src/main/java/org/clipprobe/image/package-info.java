/**
 * Pictures in and out: decoded as Pillow decodes them, resampled bit for bit as Pillow resamples them, normalised as the
 * model's preprocessing says, and text drawn so that the same call gives the same pixels on every machine.
 */
package org.clipprobe.image;
