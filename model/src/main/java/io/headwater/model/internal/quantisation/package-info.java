/** Post-training quantisation of a backbone: 8-bit integers instead of floats, for CPUs. */
package io.headwater.model.internal.quantisation;
