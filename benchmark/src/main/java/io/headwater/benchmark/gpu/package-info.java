/** What a GPU gives: the session alone, the decoder, both together, and its memory over many swaps. */
package io.headwater.benchmark.gpu;
