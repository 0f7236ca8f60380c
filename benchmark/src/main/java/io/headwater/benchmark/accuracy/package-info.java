/** What the trainer's defaults are worth: accuracy on photographs and generated surfaces, parity, cost of a retraining. */
package io.headwater.benchmark.accuracy;
