"""Text to layout: normalized characters with the way back, headings, sentences, words, numerals, time expressions."""
