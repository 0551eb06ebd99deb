/**
 * Models from the Hugging Face hub, kept in the cache that other tools share. The one place of clip-probe that ever uses
 * the network, and only when a model is named {@code hf:OWNER/NAME}.
 */
package org.clipprobe.hub;
