package io.headwater.benchmark.speed.contender;

/**
 * A contender's counters at one moment; differences of two make the figures.
 *
 * @param images classified since the start
 * @param batches runs of the model since the start
 * @param allocatedBytes allocated on the heap by the threads that live
 * @param compileMillis time of the JIT compiler
 */
public record Stats(long images, long batches, long allocatedBytes, long compileMillis) {}
