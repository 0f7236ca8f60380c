/** Measurements: speed beside peers, and what the trainer's methods are worth. */
package io.headwater.benchmark;
