/** Prompts as a text tower takes them: tokenizer, cleaning, special tokens, and what a trial run shows. */
package org.clipprobe.model.internal.text;
